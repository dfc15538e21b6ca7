//! What covers the statements that could be checked: rules, or the reason why none does.

use hcl_edit::expr::{Expression, ObjectKey};
use hcl_edit::structure::Body;

use crate::facts;
use crate::facts::schema;
use crate::rules::{self, Rule};

const DATA: &str = include_str!("../policies/coverage.hcl");

/// One statement, and what covers it.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its id in the fact tables, such as `HA-04` or `broker-multiple`.
    pub id: &'static str,
    /// What it is about.
    pub section: &'static str,
    /// What it says.
    pub statement: &'static str,
    /// The names of the rules that cover it, as the data has them.
    pub rules: Vec<String>,
    /// Why no rule does.
    pub reason: Option<String>,
}

/// What the combinations that AWS refuses are listed under.
pub const REFUSED: &str = "Combinations that AWS or the provider refuses";

/// What advice of the guides is listed under.
pub const GUIDES: &str = "Advice of the guides";

/// Advice of the guides that the tables of AWS and Kafka do not have.
const ADVICE: &[(&str, &str)] = &[
    (
        "client-settings",
        "Give clients the settings of both blocks: essential retry parameters, preventive configuration",
    ),
    ("fatal-errors", "Restart a consumer that lost its partitions, and a producer that had a fatal error"),
    ("transient-errors", "Do not restart on errors that pass: all brokers down, transport failures"),
    ("topics-in-code", "Give topics that programs make three replicas"),
    ("exactly-once", "Read with isolation.level=read_committed where transactions are written"),
    ("public-acls", "Give every user of a public cluster ACLs before closing the default"),
    ("config-providers", "Configure the provider of every ${provider:...} that connectors use"),
    ("key-order", "Choose the number of partitions before there are keys: more of them move keys to other partitions"),
];

impl Row {
    /// The rules of this version that cover it.
    pub fn covered_by(&self) -> Vec<&'static Rule> {
        self.rules.iter().filter_map(|name| rules::find(name)).collect()
    }
}

/// Every statement of the fact tables, in the order of their sections.
pub fn coverage() -> Vec<Row> {
    let data = Data::read();
    let mut practices: Vec<_> = facts::practices().iter().collect();
    // The table is sorted by id; people look for a section.
    practices.sort_by_key(|practice| (practice.section, practice.id));
    let mut rows: Vec<Row> =
        practices.into_iter().map(|row| data.row("practices", row.id, row.section, row.statement)).collect();
    let refused = schema::rejected_combinations().iter();
    rows.extend(refused.map(|row| data.row("refusals", row.id, REFUSED, row.when)));
    rows.extend(ADVICE.iter().map(|(id, statement)| data.row("guides", id, GUIDES, statement)));
    rows
}

/// The statements that a rule covers.
pub fn of_rule(rule: &str) -> Vec<Row> {
    coverage().into_iter().filter(|row| row.rules.iter().any(|name| name == rule)).collect()
}

struct Data(Body);

impl Data {
    fn read() -> Self {
        Self(DATA.parse().unwrap_or_default())
    }

    fn row(&self, kind: &str, id: &'static str, section: &'static str, statement: &'static str) -> Row {
        let rules = match self.entry(kind, id) {
            Some(Expression::Array(names)) => names.iter().filter_map(|name| Some(name.as_str()?.to_owned())).collect(),
            _ => Vec::new(),
        };
        let reason = self.entry(&format!("{kind}_left"), id).and_then(|reason| Some(reason.as_str()?.to_owned()));
        Row { id, section, statement, rules, reason }
    }

    fn entry(&self, map: &str, id: &str) -> Option<&Expression> {
        let Expression::Object(entries) = &self.0.get_attribute(map)?.value else { return None };
        let is_id = |key: &ObjectKey| match key {
            ObjectKey::Ident(name) => name.as_str() == id,
            ObjectKey::Expression(name) => name.as_str() == Some(id),
        };
        entries.iter().find(|(key, _)| is_id(key)).map(|(_, value)| value.expr())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_statement_is_covered_or_left_for_a_reason() {
        let rows = coverage();
        assert_eq!((facts::practices().len(), schema::rejected_combinations().len()), (159, 54));
        assert_eq!(rows.len(), 159 + 54 + ADVICE.len());
        for row in &rows {
            assert!(row.rules.is_empty() != row.reason.is_none(), "{} has both rules and a reason, or neither", row.id);
            assert!(row.reason.as_ref().is_none_or(|reason| reason.len() > 10), "{} has a reason", row.id);
        }
    }

    #[test]
    fn the_data_holds_nothing_else_and_names_only_rules() {
        let data: Body = DATA.parse().unwrap();
        let known: BTreeSet<&str> = coverage().iter().map(|row| row.id).collect();
        let mut seen = BTreeSet::new();
        for attribute in data.attributes() {
            let Expression::Object(entries) = &attribute.value else { continue };
            for (key, _) in entries.iter() {
                let id = match key {
                    ObjectKey::Ident(name) => name.as_str().to_owned(),
                    ObjectKey::Expression(name) => name.as_str().unwrap().to_owned(),
                };
                assert!(known.contains(&*id), "{id} is no statement");
                assert!(seen.insert(id.clone()), "{id} stands there twice");
            }
        }
        for row in coverage() {
            for name in &row.rules {
                assert!(rules::find(name).is_some(), "{} is said to be covered by {name}, which is no rule", row.id);
            }
        }
    }
}
