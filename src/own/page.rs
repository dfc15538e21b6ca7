//! The page of an own rule: what it demands, where it stands, and its examples, in Markdown.

use std::fmt::Write;

use super::{Example, OwnRule};

/// The page; `level` is what holds for it here, if that is known, `source` whose statement it is.
pub fn page(rule: &OwnRule, level: &str, source: &str) -> String {
    let OwnRule { name, about, stands_at: (path, line), .. } = rule;
    let level = if level.is_empty() { String::new() } else { format!(": {level}") };
    let source = if source.is_empty() { String::new() } else { format!(", by {source}") };
    let mut page = format!(
        "# {name}\n\n{}\n\nA rule of this project for each {}, written in {path}:{line}{level}{source}.\n\n## Demands\n\n```hcl\n{}\n```\n",
        rule.summary(),
        about.as_str(),
        OwnRule::text(&rule.condition),
    );
    if let Some(help) = &rule.help {
        let _ = write!(page, "\n{}\n", OwnRule::text(help).trim_matches('"'));
    }
    if let Some(at) = &rule.at {
        let _ = write!(page, "\nFindings stand at `{at}`.\n");
    }
    for (title, fires) in [("Fires", true), ("Silent", false)] {
        let examples: Vec<&Example> = rule.examples.iter().filter(|example| example.fires == fires).collect();
        if !examples.is_empty() {
            let _ = write!(page, "\n## {title}\n");
        }
        for Example { file, code, .. } in examples {
            let language = if file.ends_with(".tf") { "hcl" } else { "" };
            let _ = write!(page, "\n```{language}\n{}\n```\n", code.trim_end());
        }
    }
    page
}
