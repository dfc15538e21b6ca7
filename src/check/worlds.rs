//! Checks in every world of a subject: what they say in all of them holds.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::client::Client;
use crate::model::worlds::Worlds;
use crate::rules::{Draft, Findings};
use crate::secrets::mask;

/// Runs a check of a client with each cluster that it may talk to, and keeps what holds for all of them.
pub(super) fn with_every_cluster(client: &Client, check: impl Fn(&Client, &mut Findings)) -> Result<Findings, String> {
    let alternatives = client.alternatives().into_iter().map(|client| (client, Vec::new()));
    match Worlds::new(alternatives).filter(|_| !client.or_clusters.is_empty()) {
        Some(worlds) => in_every_world(&worlds, check),
        None => caught(|out| check(client, out)),
    }
}

/// Runs a check in every world and keeps what it says in all of them, in the first one's words.
pub(super) fn in_every_world<T: PartialEq>(
    worlds: &Worlds<T>,
    check: impl Fn(&T, &mut Findings),
) -> Result<Findings, String> {
    let mut agreed = caught(|out| check(worlds.first(), out))?;
    for (variant, parting) in worlds.others() {
        let other = caught(|out| check(variant, out))?;
        let same = |a: &Draft, b: &Draft| a.about == b.about && a.instance == b.instance;
        agreed.drafts.retain_mut(|draft| match other.drafts.iter().find(|found| same(draft, found)) {
            Some(found) => {
                if !says_the_same(draft, found) && !draft.notes.iter().any(|note| note.starts_with(ONE_OUTCOME)) {
                    let condition =
                        parting.map(|condition| format!(" ({})", mask(&condition.words))).unwrap_or_default();
                    draft.notes.push(format!("{ONE_OUTCOME}{condition}"));
                }
                true
            }
            None => false,
        });
        for open in other.undecided {
            if !agreed.undecided.contains(&open) {
                agreed.undecided.push(open);
            }
        }
    }
    Ok(agreed)
}

/// What a check says, or why it panicked.
pub(super) fn caught(check: impl FnOnce(&mut Findings)) -> Result<Findings, String> {
    let run = || {
        let mut out = Findings::default();
        check(&mut out);
        out
    };
    catch_unwind(AssertUnwindSafe(run)).map_err(|panic| panic_text(&*panic))
}

const ONE_OUTCOME: &str = "it holds either way; the figures are those of one outcome of a condition that is open";

fn says_the_same(a: &Draft, b: &Draft) -> bool {
    let text = |draft: &Draft| draft.labels.first().map(|label| label.text.clone());
    a.message == b.message && text(a) == text(b)
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(ToString::to_string);
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no message".to_owned())
}
