//! Evaluation against the real `terraform`: the same modules through both, every output compared.
//!
//! Terraform plans and applies each module in a folder of its own; only its built-in `terraform_data` is used, so
//! nothing is downloaded. Where Terraform only knows a value after apply and we know it before, the applied value
//! decides. `TERRAFORM` names another binary.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr, missing_docs)]

mod binary;
mod case;
mod compare;
mod generator;
#[path = "../support/unchecked.rs"]
mod unchecked;

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use binary::Terraform;
use case::Case;
use serde_json::Value as Json;
use unchecked::not_checked;

/// Fewest modules that all tests here together put through Terraform.
const MODULES: u64 = 600;

/// Outputs on which we differ: how the difference begins, and why it is.
const EXPLAINED: &[(&str, &str)] = &[
    ("can(1/0) o0:", "Terraform divides to infinity here and refuses it everywhere else"),
    ("can(local.unkdyn.foo) o0:", "only the provider's schema tells that the attribute is a string"),
    ("try(local.unkdyn.foo,1) o0:", "only the provider's schema tells that the attribute is a string"),
    ("flatten([[\"a\"],local.unkdyn]) o0:", "only the provider's schema tells that the attribute is no list"),
    ("length(slice(tolist(local.unkdyn),0,2)) o0:", "only the provider's schema tells that the attribute is no list"),
    ("plantimestamp() o0:", "it depends on the clock"),
    ("cidrsubnet o9:", "Terraform takes a negative extension of a prefix, to no good"),
    ("cidrsubnet o10:", "Terraform takes a negative number of a subnet, to no good"),
    ("substr o8:", "strings keep the bytes of the file; Terraform composes characters"),
    ("title o5:", "a letter that is two letters in one has a form for titles"),
    ("coalescelist o1:", "a null does not tell its type; one of the right type would be passed over"),
    ("seed 77 o23:", "Terraform refuses the body of a for expression before it knows that nothing is walked"),
    ("seed 148 o25:", "Terraform looks at no argument of format() before it knows them all"),
    ("seed 233 o7:", "an empty set does not tell the type of its elements"),
    ("seed 233 o24:", "an empty set does not tell the type of its elements"),
    ("files of OpenTofu replaced:", "Terraform reads no files of OpenTofu"),
    ("files of OpenTofu more:", "Terraform reads no files of OpenTofu"),
    ("functions of providers encoded:", "what the function of a provider does, the provider decides"),
    ("tolist o33:", "a null does not tell its type; one of the right type would be accepted"),
    ("toset o33:", "a null does not tell its type; one of the right type would be accepted"),
];

/// Puts cases through both and compares. At most so many may be refused as a whole.
fn agree(cases: &[Case], most_refused: usize) {
    let Some(terraform) = Terraform::find() else {
        not_checked("evaluation against terraform", "it is not installed");
        return;
    };
    let (next, found, refused) = (AtomicUsize::new(0), Mutex::new(Vec::new()), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, |cores| cores.get()) {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let ours = case.evaluated();
                    let Some(theirs) = terraform.ask(case, &ours) else {
                        refused.lock().unwrap().push(&case.name);
                        continue;
                    };
                    let differences = compare::differences(case, &theirs, &ours);
                    if !differences.is_empty() {
                        terraform.leave(case);
                    }
                    found.lock().unwrap().extend(differences);
                }
            });
        }
    });
    let (mut found, refused) = (found.into_inner().unwrap(), refused.into_inner().unwrap());
    found.retain(|difference| !EXPLAINED.iter().any(|(start, _)| difference.starts_with(start)));
    found.sort();
    assert!(found.is_empty(), "{} differences in {} modules:\n{}", found.len(), cases.len(), found.join("\n"));
    assert!(refused.len() <= most_refused, "terraform refuses {refused:?}");
}

/// Cases written by hand: files, variables, overrides, and whatever else needs more than one expression.
fn written() -> Vec<Case> {
    let mut files: Vec<_> =
        std::fs::read_dir("testdata/terraform").unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().flat_map(|path| Case::read_all(&std::fs::read_to_string(path).unwrap())).collect()
}

/// One module for each expression of the semantics cases, and one for each function with its edges.
fn expressions() -> Vec<Case> {
    let mut cases = Vec::new();
    let document: Json = serde_json::from_str(include_str!("../../testdata/semantics/cases.json")).unwrap();
    for group in document["groups"].as_array().unwrap() {
        let setup = group["setup"].as_str().unwrap();
        for case in group["cases"].as_array().unwrap() {
            let expression = case["expression"].as_str().unwrap();
            cases.push(Case::of_outputs(expression, setup, &[expression.to_owned()]));
        }
    }
    let document: Json = serde_json::from_str(include_str!("../../testdata/functions.json")).unwrap();
    for function in document["functions"].as_array().unwrap() {
        let calls = document["cases"].as_array().unwrap().iter().filter(|case| case["call"] == *function);
        let calls: Vec<String> = calls.map(case::call_text).collect();
        cases.push(Case::of_outputs(function.as_str().unwrap(), "", &calls));
    }
    cases
}

#[test]
fn written_modules_mean_what_terraform_says() {
    agree(&written(), 0);
}

#[test]
fn expressions_mean_what_terraform_says() {
    agree(&expressions(), 0);
}

#[test]
fn generated_modules_mean_what_terraform_says() {
    let others = (written().len() + expressions().len()) as u64;
    let count: u64 = std::env::var("MODULES").map_or(MODULES.saturating_sub(others).max(300), |n| n.parse().unwrap());
    let seed: u64 = std::env::var("SEED").map_or(0, |seed| seed.parse().unwrap());
    let cases: Vec<Case> = (seed..seed + count).map(generator::module).collect();
    agree(&cases, cases.len() / 50);
}
