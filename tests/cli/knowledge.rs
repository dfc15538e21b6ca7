//! `rules --coverage`, `rules --facts` and what `explain` says of them.

use crate::project::{Project, THREE_BROKERS};

#[test]
fn coverage_names_rules_or_reasons() {
    let project = Project::new("knowledge-coverage", &[]);
    let text = project.run(&["rules", "--coverage"]).stdout;
    assert!(text.contains("HA-04  ") && text.contains("    min-insync-blocks-writes"), "{text}");
    assert!(text.contains("    - (needs a figure that files do not hold: throughput)"), "{text}");
    assert!(text.trim_end().ends_with("refused combinations are covered"), "{text}");
    let json = project.run(&["rules", "--coverage", "--format", "json"]).json();
    let rows = json["coverage"].as_array().unwrap();
    assert_eq!(rows.iter().filter(|row| row["section"] == "Advice of the guides").count(), 8);
    assert_eq!(rows.len(), 159 + 54 + 8);
    for row in rows {
        assert_ne!(row["rules"].as_array().unwrap().is_empty(), row["reason"].is_null(), "{row}");
    }
}

#[test]
fn a_page_names_the_statements_that_its_rule_covers() {
    let project = Project::new("knowledge-explain", &[]);
    let text = project.run(&["explain", "brokers-not-multiple-of-zones"]).stdout;
    assert!(text.contains("* SIZE-09: ") && text.contains("* broker-multiple: "), "{text}");
    assert!(!project.run(&["explain", "syntax-error"]).stdout.contains("## Covers"));
}

#[test]
fn tables_have_dates_and_age() {
    let project = Project::new("knowledge-facts", &[("main.tf", THREE_BROKERS)]);
    let fresh = project.run(&["rules", "--facts", "--today", "2026-12-01"]).stdout;
    assert!(fresh.contains("msk-limits") && fresh.contains("2026-11-22"), "{fresh}");
    assert!(!fresh.contains("more than six months old"), "{fresh}");
    let old = project.run(&["rules", "--facts", "--today", "2027-06-01"]).stdout;
    assert!(old.contains("more than six months old"), "{old}");
    let json = project.run(&["rules", "--facts", "--format", "json", "--today", "2027-06-01"]).json();
    assert!(json["tables"].as_array().unwrap().iter().all(|table| table["old"] == true), "{json}");
    let told = |today| project.run(&["-v", "--today", today]).stderr;
    assert!(told("2027-06-01").contains("the table msk-limits is of 2026-11-22"));
    assert!(!told("2026-12-01").contains("the table"));
}
