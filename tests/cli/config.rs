//! `.msk-lint.hcl`, policies, and what they decide.

use crate::project::{BLOCKED, Project, THREE_BROKERS};

const SHORT: &[&str] = &["--format", "json", "--only", "too-few-brokers"];

#[test]
fn the_nearest_configuration_of_each_root_holds() {
    let project = Project::new(
        "nearest",
        &[
            (".msk-lint.hcl", "check \"too-few-brokers\" {\n  level = \"error\"\n}\n"),
            ("a/main.tf", THREE_BROKERS),
            ("b/.msk-lint.hcl", "check \"too-few-brokers\" {\n  level = \"off\"\n}\n"),
            ("b/x/main.tf", THREE_BROKERS),
            ("c/.msk-lint.hcl", "policy = \"aws\"\n"),
            ("c/main.tf", THREE_BROKERS),
        ],
    );
    let found = |words: &[&str]| {
        let json = project.run(&[words, SHORT].concat()).json();
        let at = |f: &serde_json::Value| {
            format!("{} {} {}", f["level"], f["locations"][0]["path"], f["policy"]["path"]).replace('"', "")
        };
        json["findings"].as_array().unwrap().iter().map(at).collect::<Vec<_>>()
    };
    assert_eq!(found(&["."]), ["error a/main.tf .msk-lint.hcl"]);
    assert_eq!(found(&["a", "b", "c"]), ["error a/main.tf .msk-lint.hcl"]);
    assert_eq!(found(&["b"]), [""; 0]);
    assert_eq!(found(&["--no-config"]).len(), 3);
    assert_eq!(found(&["--config", "c/.msk-lint.hcl"]), [""; 0], "the named one holds everywhere");
    assert_eq!(found(&["--level", "too-few-brokers=note"]).len(), 2, "the command line is stronger");
}

#[test]
fn a_shared_module_follows_its_callers_configuration() {
    let call = "module \"msk\" {\n  source = \"../../modules/msk\"\n}\n";
    let project = Project::new(
        "callers",
        &[
            ("modules/.msk-lint.hcl", "check \"too-few-brokers\" {\n  level = \"off\"\n}\n"),
            ("modules/msk/main.tf", THREE_BROKERS),
            ("live/a/main.tf", call),
            ("live/a/.msk-lint.hcl", "check \"too-few-brokers\" {\n  level = \"error\"\n}\n"),
        ],
    );
    assert_eq!(project.run(SHORT).findings(), ["error too-few-brokers"]);
    // Given alone, it is judged through its caller all the same.
    assert_eq!(project.run(&[&["modules/msk"], SHORT].concat()).findings(), ["error too-few-brokers"]);
}

#[test]
fn configuration_is_not_looked_for_outside_the_repository() {
    let project = Project::new("outside-config/repository", &[("main.tf", THREE_BROKERS)]);
    project.write("../.msk-lint.hcl", "check \"too-few-brokers\" {\n  level = \"off\"\n}\n");
    assert_eq!(project.run(SHORT).findings(), ["warning too-few-brokers"]);
}

#[test]
fn a_repository_inside_another_does_not_follow_what_stands_between() {
    let between = "check \"too-few-brokers\" {\n  level = \"off\"\n}\n";
    let found = |more: &[(&str, &str)]| {
        // What lies around both roots is looked at for the first.
        let roots = [("a/main.tf", THREE_BROKERS), ("libs/inner/stack/main.tf", THREE_BROKERS)];
        let project = Project::new("between", &[&roots[..], &[("libs/.msk-lint.hcl", between)], more].concat());
        let json = project.run(SHORT).json();
        let at = |finding: &serde_json::Value| finding["locations"][0]["path"].as_str().unwrap().to_owned();
        json["findings"].as_array().unwrap().iter().map(at).collect::<Vec<_>>()
    };
    let both = ["a/main.tf", "libs/inner/stack/main.tf"];
    assert_eq!(found(&[]), both[..1]);
    // A folder, or the file of a submodule.
    assert_eq!(found(&[("libs/inner/.git/HEAD", "ref: refs/heads/main\n")]), both);
    assert_eq!(found(&[("libs/inner/.git", "gitdir: ../../.git/modules/inner\n")]), both);
    // The root itself, whose folder was listed when its code was read.
    assert_eq!(found(&[("libs/inner/stack/.git", "gitdir: ../../../.git/modules/stack\n")]), both);
}

#[test]
fn numbers_sources_and_places_of_an_entry_are_told() {
    let config =
        "# ours\ncheck \"too-few-brokers\" {\n  level   = \"error\"\n  minimum = 5\n  source  = \"our SLO\"\n}\n";
    let four = THREE_BROKERS.replace('3', "4");
    let project = Project::new("entry", &[(".msk-lint.hcl", config), ("main.tf", &four)]);
    let finding = project.run(SHORT).json()["findings"][0].clone();
    assert_eq!(finding["message"], "fewer brokers than the recommended 5");
    let policy = serde_json::json!({ "name": ".msk-lint.hcl", "path": ".msk-lint.hcl", "line": 2 });
    assert_eq!(finding["policy"], policy);
    let pretty = project.run(&["--only", "too-few-brokers"]).stdout;
    assert!(pretty.contains("policy: .msk-lint.hcl:2, error - our SLO"), "{pretty}");
}

#[test]
fn paths_change_what_lies_below() {
    let config = "paths \"environments/dev/**\" {\n  policy = \"aws\"\n}\n\npaths \"environments/*/big\" {\n  check \
                  \"too-few-brokers\" {\n    minimum = 9\n    level   = \"error\"\n  }\n}\n";
    let project = Project::new(
        "by-path",
        &[
            (".msk-lint.hcl", config),
            ("environments/dev/main.tf", THREE_BROKERS),
            ("environments/live/main.tf", THREE_BROKERS),
            ("environments/live/big/main.tf", &THREE_BROKERS.replace('3', "6")),
        ],
    );
    let run = project.run(SHORT);
    assert_eq!(run.findings(), ["error too-few-brokers", "warning too-few-brokers"]);
    assert_eq!(run.json()["findings"][0]["locations"][0]["path"], "environments/live/big/main.tf");
}

#[test]
fn a_policy_may_be_a_file() {
    let team = "check \"too-few-brokers\" {\n  level   = \"error\"\n  minimum = 10\n  source  = \"the team\"\n}\n";
    let files = [("policies/team.hcl", team), ("infra/main.tf", THREE_BROKERS)];
    let project = Project::new("policy-file", &files);
    let named = project.run(&[&["--policy", "policies/team.hcl"], SHORT].concat());
    assert_eq!(named.findings(), ["error too-few-brokers"]);
    assert_eq!(named.json()["findings"][0]["policy"]["name"], "team");
    // From a configuration the path is relative to that file's folder; what it does not mention is the guide's.
    project.write("infra/.msk-lint.hcl", "policy = \"../policies/team.hcl\"\n");
    assert_eq!(project.run(SHORT).findings(), ["error too-few-brokers"]);
    project.write("infra/main.tf", BLOCKED);
    assert_eq!(project.run(&["--format", "json"]).code, 1);
    project.write("infra/.msk-lint.hcl", "paths \"**\" {\n  policy = \"../../team.hcl\"\n}\n");
    project.write("../team.hcl", team);
    let run = project.run(&[]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("it lies outside the repository"), "{}", run.stderr);
}

#[test]
fn what_is_excluded_is_left_out() {
    let project = Project::new(
        "excluded",
        &[
            (".msk-lint.hcl", "exclude = [\"legacy/**\", \"*.gen.tf\"]\n"),
            ("legacy/a/main.tf", BLOCKED),
            ("infra/x.gen.tf", BLOCKED),
            ("live/main.tf", THREE_BROKERS),
            ("live/.msk-lint.hcl", "exclude = [\"old\"]\n"),
            ("live/old/main.tf", BLOCKED),
        ],
    );
    assert_eq!(project.run(SHORT).findings(), ["warning too-few-brokers"]);
    assert_eq!(project.run(&[]).code, 0);
    assert_eq!(project.run(&["--exclude", "live", "--format", "json"]).json()["summary"]["clusters"], 0);
    assert_eq!(project.run(&["legacy/a"]).code, 1, "what is named is linted");
    assert_eq!(project.run(&["--no-config"]).code, 1);
}

#[test]
fn errors_are_shown_where_they_stand() {
    let project = Project::new("errors", &[("infra/main.tf", THREE_BROKERS)]);
    for (text, expected) in [
        ("polcy = \"aws\"\n", ".msk-lint.hcl:1:1] did you mean policy?"),
        ("policy = \"awz\"\n", ".msk-lint.hcl:1:10] did you mean aws?"),
        ("check \"too-few-broker\" {}\n", ".msk-lint.hcl:1:7] did you mean too-few-brokers?"),
        ("check \"too-few-brokers\" {\n  minimun = 3\n}\n", ".msk-lint.hcl:2:3] did you mean minimum?"),
        ("check \"too-few-brokers\" {\n  level = \"warn\"\n}\n", ".msk-lint.hcl:2:11] no level"),
        ("check \"too-few-brokers\" {\n  minimum = \"a\"\n}\n", ".msk-lint.hcl:2:13] no level"),
        ("check \"too-few-brokers\" {}\ncheck \"too-few-brokers\" {}\n", ".msk-lint.hcl:2:7] is set twice"),
        ("check {}\n", ".msk-lint.hcl:1:1] takes one label"),
        ("chek \"too-few-brokers\" {}\n", ".msk-lint.hcl:1:1] did you mean check?"),
        ("paths \"a{\" {}\n", ".msk-lint.hcl:1:7] is no glob pattern"),
        ("exclude = [\"a{\"]\n", ".msk-lint.hcl:1:11] is no glob pattern"),
        ("exclude = [1]\n", ".msk-lint.hcl:1:12] takes strings only"),
        ("paths \"a\" {\n  exclude = []\n}\n", ".msk-lint.hcl:2:3] is no setting of paths"),
        ("policy = \n", ".msk-lint.hcl:1:10] cannot be read"),
        ("policy = \"./team.hcl\"\n", ".msk-lint.hcl:1:10] there is no such file"),
        ("client \"apps/**\" {}\n", ".msk-lint.hcl:1:1] names no cluster"),
        ("client \"a{\" {\n  cluster = \"a.b\"\n}\n", ".msk-lint.hcl:1:8] is no glob pattern"),
        ("client \"a\" {\n  clusters = \"a.b\"\n}\n", ".msk-lint.hcl:2:3] did you mean cluster?"),
        ("rule \"own\" {}\n", ".msk-lint.hcl:1:1] the rule own has no condition"),
    ] {
        project.write(".msk-lint.hcl", text);
        let run = project.run(&["infra"]);
        assert_eq!((run.code, &*run.stdout), (2, ""), "{text}: {}", run.stderr);
        for part in expected.split_inclusive("] ") {
            assert!(run.stderr.contains(part.trim_end()), "{text} {part}: {}", run.stderr);
        }
        assert_eq!(project.run(&["infra", "--no-config"]).code, 0);
    }
}

#[test]
fn patterns_that_match_no_root_are_findings() {
    let config = "paths \"infra/dev/**\" {\n  policy = \"aws\"\n}\n\npaths \"infra/live\" {\n  policy = \"aws\"\n}\n";
    let project = Project::new("unused", &[(".msk-lint.hcl", config), ("infra/live/main.tf", BLOCKED)]);
    let run = project.run(&["--format", "json", "--only", "unused-policy-entry"]);
    assert_eq!(run.findings(), ["warning unused-policy-entry"]);
    let place = &run.json()["findings"][0]["locations"][0];
    assert_eq!((&place["path"], &place["start"]["line"]), (&".msk-lint.hcl".into(), &1.into()));
    // A run over a part cannot know.
    let part = project.run(&["infra/live", "--format", "json", "--only", "unused-policy-entry"]);
    assert_eq!(part.findings(), [""; 0]);
}

#[test]
fn levels_that_a_project_sets_are_not_softened() {
    let project = Project::new("softened", &[("dev/main.tf", THREE_BROKERS), ("live/main.tf", THREE_BROKERS)]);
    let run = project.run(SHORT);
    assert_eq!(run.findings(), ["note too-few-brokers", "warning too-few-brokers"]);
    let said = run.json()["findings"][0]["policy"]["softened"].as_str().unwrap().to_owned();
    assert!(said.contains("dev"), "{said}");
    let pretty = project.run(&["-v", "--only", "too-few-brokers"]).stdout;
    assert!(pretty.contains("warning softened to note: the path of the root module says dev"), "{pretty}");
    let own = project.run(&[&["--level", "too-few-brokers=error"], SHORT].concat());
    assert_eq!(own.findings(), ["error too-few-brokers"; 2]);
    project.write(".msk-lint.hcl", "check \"too-few-brokers\" {\n  minimum = 5\n}\n");
    assert_eq!(project.run(SHORT).findings(), run.findings(), "a number is no level");
}

#[test]
fn what_holds_can_be_shown() {
    let config = "exclude = [\"x/**\"]\ncheck \"too-few-brokers\" {\n  minimum = 5\n}\n";
    let project = Project::new("shown", &[(".msk-lint.hcl", config), ("infra/main.tf", THREE_BROKERS)]);
    let run = project.run(&["--show-config", "infra", "--level", "min-insync-blocks-writes=warning"]);
    assert_eq!(run.code, 0);
    for expected in [
        "infra\n  configuration  .msk-lint.hcl\n  policy         guide\n  exclude        x/**\n",
        "too-few-brokers                    warning  .msk-lint.hcl:2\n",
        "    minimum                          5\n",
        "min-insync-blocks-writes           warning  --level\n",
    ] {
        assert!(run.stdout.contains(expected), "{expected}: {}", run.stdout);
    }
    let bare = project.run(&["--show-config", "--no-config", "infra"]).stdout;
    assert!(bare.contains("configuration  none") && bare.contains("policies/guide.hcl:"), "{bare}");
}

/// A cluster that takes IAM only.
const WITH_IAM: &str = r#"resource "aws_msk_cluster" "main" {
  cluster_name           = "orders"
  number_of_broker_nodes = 6

  broker_node_group_info {
    instance_type  = "kafka.m7g.large"
    client_subnets = ["subnet-a", "subnet-b", "subnet-c"]
  }

  client_authentication {
    sasl {
      iam = true
    }
  }
}
"#;

const SCRAM_CLIENT: &str = "bootstrap.servers=${BROKERS}\nkey.serializer=x\nsecurity.protocol=SASL_SSL\n\
                            sasl.mechanism=SCRAM-SHA-512\n";

#[test]
fn clients_are_tied_to_the_cluster_that_is_named() {
    let config = "client \"apps/orders/**\" {\n  cluster = \"aws_msk_cluster.main\"\n}\n";
    let files = [
        (".msk-lint.hcl", config),
        ("infra/main.tf", WITH_IAM),
        ("apps/orders/producer.properties", SCRAM_CLIENT),
        ("apps/other/producer.properties", SCRAM_CLIENT),
    ];
    let project = Project::new("client-link", &files);
    let run = project.run(&["--format", "json", "--only", "client-auth-not-enabled"]);
    assert_eq!(run.findings(), ["error client-auth-not-enabled"]);
    let location = &run.json()["findings"][0]["locations"][0];
    assert_eq!((&location["path"], &location["start"]["line"]), (&"apps/orders/producer.properties".into(), &4.into()));
    // Another environment in which the client could log in: nobody can tell which is meant.
    project.write("live/main.tf", &WITH_IAM.replace("iam = true", "scram = true"));
    assert_eq!(project.run(&["--format", "json", "--only", "client-auth-not-enabled"]).findings(), [""; 0]);
    project.write("live/main.tf", WITH_IAM);
    let both = project.run(&["--format", "json", "--only", "client-auth-not-enabled"]);
    assert_eq!(both.findings(), ["error client-auth-not-enabled"]);
    let shown = project.run(&["--show-config", "infra"]).stdout;
    assert!(shown.contains("  client         apps/orders/** talks to aws_msk_cluster.main\n"), "{shown}");
}

#[test]
fn ties_to_nothing_are_findings() {
    let config = "client \"app/**\" {\n  cluster = \"aws_msk_cluster.main\"\n}\n\nclient \"apps/**\" {\n  cluster = \
                  \"aws_msk_cluster.mian\"\n}\n";
    let files = [(".msk-lint.hcl", config), ("infra/main.tf", WITH_IAM), ("apps/producer.properties", SCRAM_CLIENT)];
    let project = Project::new("client-link-unused", &files);
    let run = project.run(&["--format", "json", "--only", "unused-policy-entry"]);
    assert_eq!(run.findings(), ["warning unused-policy-entry"; 2]);
    let findings = run.json()["findings"].clone();
    assert_eq!(findings[0]["message"], "no client stands in app/**");
    assert_eq!(findings[1]["message"], "no cluster has the address aws_msk_cluster.mian");
    assert_eq!(findings[1]["help"], "did you mean aws_msk_cluster.main?");
    // A run over a part cannot know.
    let part = project.run(&["apps", "--format", "json", "--only", "unused-policy-entry"]);
    assert_eq!(part.findings(), [""; 0]);
}
