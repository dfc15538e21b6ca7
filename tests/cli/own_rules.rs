//! Rules that a project writes for itself: `rule` blocks, their faults, their findings and their examples.

use crate::project::{Project, Run};

/// A cluster with a topic and a configuration.
const INFRA: &str = r#"variable "suffix" {}

resource "aws_msk_configuration" "main" {
  name              = "orders-config"
  server_properties = <<-EOT
    min.insync.replicas=2
    log.retention.hours=24
  EOT
}

resource "aws_msk_cluster" "main" {
  cluster_name           = "orders"
  kafka_version          = "3.9.x"
  number_of_broker_nodes = 6

  broker_node_group_info {
    instance_type  = "kafka.m7g.large"
    client_subnets = ["subnet-a", "subnet-b", "subnet-c"]
  }

  configuration_info {
    arn      = aws_msk_configuration.main.arn
    revision = aws_msk_configuration.main.latest_revision
  }
}

resource "aws_msk_topic" "orders" {
  cluster_arn        = aws_msk_cluster.main.arn
  name               = "orders"
  partition_count    = 12
  replication_factor = 3
  configs            = jsonencode({ "cleanup.policy" = "delete" })
}
"#;

const CLIENT: &str = "bootstrap.servers=b-1.orders.abc.c2.kafka.us-east-1.amazonaws.com:9098\nkey.serializer=x\n\
                      value.serializer=x\nacks=1\nsecurity.protocol=SASL_SSL\nsasl.mechanism=AWS_MSK_IAM\n";

fn project(name: &str, rules: &str) -> Project {
    let name = format!("own-{name}");
    Project::new(
        &name,
        &[(".msk-lint.hcl", rules), ("infra/main.tf", INFRA), ("apps/orders/producer.properties", CLIENT)],
    )
}

fn rule(name: &str, about: &str, condition: &str, more: &str) -> String {
    format!(
        "rule \"{name}\" {{\n  for       = \"{about}\"\n  condition = {condition}\n  message   = \"it is not so\"\n{more}}}\n"
    )
}

/// Level, place and label of what a rule says.
fn found(run: &Run, name: &str) -> Vec<String> {
    let json = run.json();
    let findings = json["findings"].as_array().unwrap().iter().filter(|finding| finding["rule"] == name);
    let shown = findings.map(|finding| {
        let at = &finding["locations"][0];
        let (line, column) = (&at["start"]["line"], &at["start"]["column"]);
        let words = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        format!(
            "{} {}:{line}:{column} {}: {}",
            words(&finding["level"]),
            words(&at["path"]),
            words(&finding["message"]),
            words(&at["label"])
        )
    });
    shown.collect()
}

fn says(name: &str, about: &str, condition: &str, more: &str) -> Vec<String> {
    let run = project(name, &rule("ours", about, condition, more)).run(&["--format", "json"]);
    found(&run, "ours")
}

#[test]
fn a_cluster_is_judged_by_its_facts() {
    let rules = "rule \"team-prefix\" {\n  for       = \"cluster\"\n  condition = startswith(self.name, \"team-\")\n  message   = \
                 \"cluster ${self.name} must start with team-\"\n  help      = \"call it team-${self.name}\"\n  at        = \
                 \"name\"\n  level     = \"error\"\n  source    = \"the platform team\"\n}\n";
    let project = project("cluster", rules);
    let run = project.run(&["--format", "json", "--only", "team-prefix"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    let finding = run.json()["findings"][0].clone();
    assert_eq!(
        found(&run, "team-prefix"),
        ["error infra/main.tf:12:28 cluster orders must start with team-: name is orders"]
    );
    assert_eq!(finding["help"], "call it team-orders");
    assert_eq!(finding["url"], serde_json::Value::Null);
    assert_eq!(finding["instances"][0]["address"], "aws_msk_cluster.main");
    let policy = serde_json::json!({ "name": ".msk-lint.hcl", "path": ".msk-lint.hcl", "line": 1 });
    assert_eq!(finding["policy"], policy);
    let pretty = project.run(&["--only", "team-prefix"]).stdout;
    assert!(pretty.contains("policy: .msk-lint.hcl:1, error - the platform team"), "{pretty}");
    assert!(pretty.contains("cluster_name           = \"orders\""), "{pretty}");
}

#[test]
fn every_kind_of_subject_can_be_judged() {
    assert_eq!(
        says("topic", "topic", "self.partitions <= 6 && self.cluster.brokers > 3", "  at = \"partitions\"\n"),
        ["warning infra/main.tf:30:24 it is not so: partitions is 12"]
    );
    assert_eq!(
        says("topic-config", "topic", "self.configs[\"cleanup.policy\"] == \"compact\"", "  at = \"cleanup.policy\"\n")
            .len(),
        1
    );
    assert_eq!(
        says("topic-home", "topic", "self.name != \"orders\"", ""),
        ["warning infra/main.tf:27:1 it is not so: aws_msk_topic.orders"]
    );
    assert_eq!(
        says(
            "property",
            "configuration",
            "self.properties[\"log.retention.hours\"] >= 72",
            "  at = \"log.retention.hours\"\n"
        ),
        ["warning infra/main.tf:7:5 it is not so: log.retention.hours is 24"]
    );
    assert_eq!(
        says(
            "client",
            "client",
            "self.settings[\"acks\"] == \"all\" && self.role == \"producer\"",
            "  at = \"acks\"\n"
        ),
        ["warning apps/orders/producer.properties:4:1 it is not so: acks is 1"]
    );
    assert_eq!(
        says("client-file", "client", "!startswith(self.file, \"apps/\")", ""),
        ["warning apps/orders/producer.properties:1:1 it is not so: producer of Kafka's Java client"]
    );
    // What the configuration writes counts for the cluster, and MSK's default where it writes nothing.
    let effective = "self.properties[\"log.retention.hours\"] == \"24\" && self.properties[\"num.partitions\"] >= 1 && \
                     self.min_insync_replicas == 2 && contains(self.topics[*].name, \"orders\") && self.kind == \
                     \"standard\" && self.zones == 3";
    assert_eq!(says("effective", "cluster", effective, ""), [""; 0]);
    assert_eq!(says("effective-not", "cluster", &format!("!({effective})"), "").len(), 1);
}

#[test]
fn what_is_absent_is_null_and_what_is_unknown_is_silent() {
    assert_eq!(says("absent", "cluster", "self.properties[\"log.retention.ms\"] != null", "").len(), 1);
    assert_eq!(says("absent-setting", "client", "self.settings[\"client.rack\"] != null", "").len(), 1);
    // A side that decides is enough: what would be refused beside it is not looked at.
    let guarded = "self.settings[\"client.rack\"] != null && self.settings[\"client.rack\"] > 3";
    assert_eq!(says("guarded", "client", guarded, "").len(), 1);
    // The library's default counts where nobody writes it.
    assert_eq!(says("default", "client", "self.settings[\"buffer.memory\"] == \"33554432\"", ""), [""; 0]);
    let unknown = INFRA.replace("= \"orders\"", "= \"orders${var.suffix}\"");
    let rules = rule("ours", "cluster", "endswith(self.name, \"-live\")", "  at = \"name\"\n");
    let rules = rules + &rule("other", "cluster", "self.name == null && self.brokers == 7", "");
    let project = project("unknown", &rules);
    project.write("infra/main.tf", &unknown);
    let run = project.run(&["--format", "json", "-v"]);
    assert_eq!(found(&run, "ours"), [""; 0]);
    // One known false part decides.
    assert_eq!(found(&run, "other").len(), 1);
    assert!(run.stderr.contains("ours could not check aws_msk_cluster.main: its condition"), "{}", run.stderr);
    assert!(run.stderr.contains("var.suffix"), "{}", run.stderr);
}

#[test]
fn secrets_are_unknown_and_never_shown() {
    let more = "  at = \"sasl.jaas.config\"\n";
    let rules = rule("ours", "client", "self.settings[\"sasl.jaas.config\"] == \"x\"", more);
    let rules = rules
        + &rule("other", "client", "self.role == \"consumer\"", more)
            .replace("it is not so", "${self.settings[\\\"sasl.jaas.config\\\"]}")
            .replace("\\\"", "\"");
    let project = project("secret", &rules);
    project.write(
        "apps/orders/producer.properties",
        &format!("{CLIENT}sasl.jaas.config=x username=u password=hunter2;\n"),
    );
    let run = project.run(&["--format", "json"]);
    assert_eq!(found(&run, "ours"), [""; 0]);
    assert_eq!(found(&run, "other").len(), 1, "{}", run.stdout);
    assert!(run.stdout.contains("(sensitive)"), "{}", run.stdout);
    assert!(!run.stdout.contains("hunter2"), "{}", run.stdout);
}

#[test]
fn what_any_name_calls_a_secret_is_one() {
    let show = |name: &str, of: &str| {
        rule("ours", of, "false", &format!("  at = \"{name}\"\n")).replace(
            "it is not so",
            &format!("is ${{self.{}[\"{name}\"]}}", if of == "client" { "settings" } else { "properties" }),
        )
    };
    for name in ["my.api.token", "basic.auth.user.info", "x.private-key"] {
        let project = project("token", &show(name, "client"));
        project.write("apps/orders/producer.properties", &format!("{CLIENT}{name}=tok_12345\n"));
        let run = project.run(&["--format", "json"]);
        assert_eq!(
            found(&run, "ours"),
            [format!("warning apps/orders/producer.properties:7:1 is (sensitive): {name} is set here")]
        );
        assert!(!run.stdout.contains("tok_12345"), "{}", run.stdout);
    }
    let name = "listener.name.client.sasl.jaas.config";
    let project = project("jaas", &show(name, "cluster"));
    project.write("infra/main.tf", &INFRA.replace("log.retention.hours=24", &format!("{name}=tok_12345")));
    let run = project.run(&["--format", "json"]);
    assert!(found(&run, "ours")[0].contains("is (sensitive)"), "{}", run.stdout);
    assert!(!run.stdout.contains("tok_12345"), "{}", run.stdout);
    assert!(!project.run(&["inspect"]).stdout.contains("tok_12345"));
}

#[test]
fn the_file_of_a_client_is_told_from_where_the_rule_stands() {
    let task = "resource \"aws_lambda_function\" \"f\" {\n  environment {\n    variables = {\n      SPRING_KAFKA_BOOTSTRAP_SERVERS = \
                aws_msk_cluster.main.bootstrap_brokers_sasl_iam\n      SPRING_KAFKA_PRODUCER_ACKS     = \"1\"\n    }\n  }\n}\n";
    let told = rule("ours", "client", "false", "").replace("it is not so", "${self.file}");
    let project = project("file", &told);
    project.write("infra/task.tf", task);
    let seen = |run: Run| {
        let mut files: Vec<String> = found(&run, "ours")
            .iter()
            .map(|line| line.split(' ').nth(2).unwrap().trim_end_matches(':').to_owned())
            .collect();
        files.sort();
        files.dedup();
        files
    };
    let all = ["apps/orders/producer.properties", "infra/task.tf"];
    assert_eq!(seen(project.run(&["--format", "json"])), all);
    for folder in ["apps/orders", "infra"] {
        let inside = Project { folder: project.folder.join(folder) };
        assert_eq!(seen(inside.run(&["--format", "json", project.folder.to_str().unwrap()])), all, "{folder}");
    }
    // A policy of a team sees files from its own folder.
    project.write(".msk-lint.hcl", "policy = \"policies/team.hcl\"\n");
    project.write("policies/team.hcl", &told);
    assert_eq!(seen(project.run(&["--format", "json"])), all.map(|file| format!("../{file}")));
}

#[test]
fn what_nobody_writes_is_what_brokers_and_libraries_take() {
    for (about, holds) in [
        // The library's default counts for lookup as it does for an index.
        ("client", "lookup(self.settings, \"buffer.memory\", \"0\") == \"33554432\""),
        ("client", "lookup(self.settings, \"client.rack\", \"none\") == \"none\""),
        ("client", "lookup(self.settings, \"acks\", \"all\") == \"1\" && self.settings[\"client.rack\"] == null"),
        ("cluster", "lookup(self.properties, \"min.insync.replicas\", \"9\") == \"2\""),
        // MSK tells a default of neither: Kafka does.
        ("cluster", "self.properties[\"compression.type\"] == \"producer\""),
        ("cluster", "self.properties[\"log.cleanup.policy\"] == \"delete\""),
        ("cluster", "self.properties[\"log.retention.ms\"] == null && self.properties[\"no.such.property\"] == null"),
        (
            "topic",
            "self.configs[\"cleanup.policy\"] == \"delete\" && self.configs[\"compression.type\"] == \"producer\"",
        ),
        ("topic", "self.configs[\"min.insync.replicas\"] == \"2\""),
        ("topic", "self.configs[\"retention.ms\"] == \"86400000\""),
        ("topic", "self.cluster.properties[\"log.cleanup.policy\"] == \"delete\""),
        ("cluster", "alltrue([for t in self.topics : t.configs[\"segment.ms\"] == \"604800000\"])"),
        ("cluster", "!contains(self.authentication, \"iam\") && length(self.authentication) == 0"),
    ] {
        assert_eq!(says("holds", about, holds, ""), [""; 0], "{about}: {holds}");
        assert_eq!(says("holds-not", about, &format!("!({holds})"), "").len(), 1, "{about}: {holds}");
    }
}

#[test]
fn a_provider_without_a_region_leaves_it_open() {
    let rules = rule("ours", "cluster", "self.region == \"eu-west-1\"", "");
    let project = project("region", &rules);
    for (provider, fires) in [
        ("provider \"aws\" { profile = \"prod\" }\n", 0),
        ("provider \"aws\" {\n  region = null\n}\n", 0),
        ("provider \"aws\" { region = \"us-east-1\" }\n", 1),
    ] {
        project.write("infra/provider.tf", provider);
        assert_eq!(found(&project.run(&["--format", "json"]), "ours").len(), fires, "{provider}");
    }
}

#[test]
fn a_condition_that_is_refused_is_told_without_being_asked() {
    let told = |condition: &str| {
        let project = project("refused", &rule("ours", "cluster", condition, ""));
        let run = project.run(&["--format", "json"]);
        assert_eq!(found(&run, "ours"), [""; 0], "{condition}");
        assert!(!project.run(&["--quiet"]).stderr.contains("cannot judge"), "{condition}");
        run.stderr
    };
    for condition in [
        "self.properties[\"log.retention.ms\"] > 3",
        "tonumber(self.name) > 3",
        "self.brokers > 3 ? null : true",
        "self.topics[5].partitions > 3",
    ] {
        let stderr = told(condition);
        assert!(stderr.contains("warning: the rule ours cannot judge aws_msk_cluster.main: "), "{condition}: {stderr}");
    }
    // What the files leave open is nobody's fault.
    assert!(!told("self.region == \"x\"").contains("cannot judge"));
}

#[test]
fn it_fires_only_where_it_holds_in_every_world() {
    let open = |a: &str, b: &str| {
        let infra = INFRA.replace("= 6\n", &format!("= var.suffix == \"x\" ? {a} : {b}\n"));
        let project =
            project(&format!("worlds-{a}-{b}"), &rule("ours", "cluster", "self.brokers >= 9", "  at = \"brokers\"\n"));
        project.write("infra/main.tf", &infra);
        found(&project.run(&["--format", "json"]), "ours").len()
    };
    assert_eq!((open("3", "6"), open("3", "9"), open("9", "12")), (1, 0, 0));
}

#[test]
fn instances_that_share_a_cause_share_a_finding() {
    let module = INFRA.replace("variable \"suffix\" {}\n", "");
    let calls = "module \"a\" {\n  source = \"../infra\"\n}\nmodule \"b\" {\n  source = \"../infra\"\n}\n";
    let project = project("instances", &rule("ours", "cluster", "self.brokers >= 9", "  at = \"brokers\"\n"));
    project.write("infra/main.tf", &module);
    project.write("live/main.tf", calls);
    let json = project.run(&["live", "--format", "json", "--only", "ours"]).json();
    assert_eq!(json["findings"].as_array().unwrap().len(), 1);
    assert_eq!(json["findings"][0]["instances"].as_array().unwrap().len(), 2);
}

#[test]
fn every_fault_is_shown_at_its_place() {
    let good = |line: &str| {
        let mut text = "rule \"ours\" {\n".to_owned();
        for (key, value) in [("for", "\"cluster\""), ("condition", "self.brokers > 3"), ("message", "\"few\"")] {
            if !line.trim_start().starts_with(key) {
                text += &format!("  {key} = {value}\n");
            }
        }
        text + &format!("  {line}\n}}\n")
    };
    let cases: Vec<(String, &str, &str)> = vec![
        (good("for = \"clusters\""), "no rule is for a clusters", "did you mean cluster?"),
        (good("colour = \"red\""), "colour is no setting of a rule", ""),
        (good("levle = \"error\""), "levle is no setting of a rule", "did you mean level?"),
        (good("level = \"errors\""), "errors is no level", "did you mean error?"),
        (good("exemple {}"), "exemple is no block of a rule", "did you mean example?"),
        (good("condition = self.broker > 3"), "a cluster has no broker", "did you mean brokers?"),
        (good("condition = self[\"broker\"] > 3"), "a cluster has no broker", "did you mean brokers?"),
        (good("condition = var.brokers > 3"), "a rule sees self alone, no var", ""),
        (
            good("condition = startwith(self.name, \"x\")"),
            "no function is called startwith",
            "did you mean startswith?",
        ),
        (good("condition = file(\"x\") == \"\""), "file() reads files", ""),
        (good("condition = self.brokers"), "a condition is true or false, not a number", ""),
        (good("condition = self.name + 1 + [] == 3"), "this can never be told", ""),
        (good("condition = startswith(self.name)"), "this can never be told", ""),
        (good("condition = [for b in self.topics : b.name if c] == []"), "a rule sees self alone, no c", ""),
        (
            good("condition = self.properties[\"min.insync.replica\"] == 2"),
            "nothing is called min.insync.replica",
            "did you mean min.insync.replicas?",
        ),
        (
            good("condition = lookup(self.properties, \"min.insync.replica\", \"2\") == \"2\""),
            "nothing is called min.insync.replica",
            "did you mean min.insync.replicas?",
        ),
        (
            good("condition = alltrue([for t in self.topics : t.partition > 3])"),
            "a topic of a cluster has no partition",
            "did you mean partitions?",
        ),
        (
            good("condition = alltrue([for t in self.topics : t.configs[\"retention.mss\"] == \"1\"])"),
            "nothing is called retention.mss",
            "did you mean retention.ms?",
        ),
        (
            good("condition = contains(self.topics[*].nmae, \"x\")"),
            "a topic of a cluster has no nmae",
            "did you mean name?",
        ),
        (good("condition = self.topics[0].cluster.brokers > 3"), "a topic of a cluster has no cluster", ""),
        (good("message = \"%{for t in self.topics}${t.nmae}%{endfor}\""), "a topic of a cluster has no nmae", ""),
        (good("message = \"has ${self.broker}\""), "a cluster has no broker", "did you mean brokers?"),
        (good("at = \"nmae\""), "a cluster has no nmae", "did you mean name?"),
        (
            good("condition = self.properties[\"num.partitions\"] == 1"),
            "this is a number, which is never equal to text",
            "tonumber",
        ),
        (good("condition = self.brokers != \"3\""), "this is text, which is never equal to a number", ""),
        (good("condition = self.in_cluster == \"true\""), "this is text, which is never equal to true or false", ""),
        (good("at = 3"), "at takes a string", ""),
        (good("example {\n    code = \"${self.name}\"\n  }"), "the code of an example is plain text", ""),
        (good("example {\n    fires = 1\n    code = \"\"\n  }"), "fires is true or false", ""),
        (good("example {\n    file = \"../x.tf\"\n    code = \"\"\n  }"), "this is no name of a file", ""),
        (good("example {\n  }"), "this example has no code", ""),
        (good("").replace("  message = \"few\"\n", ""), "the rule ours has no message", "write message = "),
        (good("").replace("\"ours\"", "\"too-few-brokers\""), "too-few-brokers is a rule of msk-lint itself", "check"),
        (good("").replace("\"ours\"", "\"Ours\""), "Ours is no name of a rule", "lower case"),
        (good("") + &good(""), "the rule ours is written twice; the first time on line 1", ""),
        (good("") + "check \"ouers\" {\n  level = \"off\"\n}\n", "no rule is called ouers", "did you mean ours?"),
        (good("") + "check \"ours\" {\n  minimum = 3\n}\n", "ours has no setting minimum", ""),
    ];
    let project = project("faults", "");
    for (text, message, help) in cases {
        project.write(".msk-lint.hcl", &text);
        let run = project.run(&[]);
        assert_eq!(run.code, 2, "{text}\n{}", run.stdout);
        assert!(run.stderr.contains(message) && run.stderr.contains(help), "{text}\n{}", run.stderr);
        assert!(run.stderr.contains("[.msk-lint.hcl:"), "{text}\n{}", run.stderr);
    }
}

#[test]
fn names_that_for_binds_are_known() {
    let condition = "alltrue([for t in self.topics : t.partitions < 10]) && length([for name, value in \
                     self.properties : name if value == \"24\"]) < 9 && \"%{for t in self.topics}${t.name}%{endfor}\" != \"\"";
    assert_eq!(says("bound", "cluster", condition, "").len(), 1);
}

#[test]
fn a_finding_can_be_allowed_where_it_stands() {
    let rules = rule("ours", "cluster", "self.brokers >= 9", "  at = \"brokers\"\n");
    let project = project("allow", &rules);
    let allowed = INFRA.replace("= 6\n", "= 6 # msk-lint: allow ours -- it is small\n");
    project.write("infra/main.tf", &allowed);
    let run = project.run(&["--format", "json"]);
    assert_eq!(found(&run, "ours"), [""; 0]);
    assert_eq!(run.json()["summary"]["suppressed"], 1);
    assert_eq!(found(&run, "unknown-rule-name"), [""; 0]);
    project.write("infra/main.tf", &allowed.replace("allow ours", "allow ouers"));
    let run = project.run(&["--format", "json"]);
    assert_eq!(found(&run, "ours").len(), 1);
    let wrong = found(&run, "unknown-rule-name");
    assert!(wrong[0].contains("no rule is called ouers"), "{wrong:?}");
    assert!(run.stdout.contains("did you mean ours?"), "{}", run.stdout);
}

#[test]
fn levels_are_set_as_for_other_rules() {
    let rules = rule("ours", "cluster", "self.brokers >= 9", "") + &rule("other", "cluster", "self.brokers >= 9", "");
    let quiet = "check \"other\" {\n  level = \"off\"\n}\npaths \"infra/**\" {\n  check \"ours\" {\n    level = \"note\"\n  }\n}\n";
    let project = project("levels", &(rules + quiet));
    let levels = |words: &[&str]| {
        let run = project.run(&[&["--format", "json"], words].concat());
        run.findings().into_iter().filter(|f| f.ends_with(" ours") || f.ends_with(" other")).collect::<Vec<_>>()
    };
    assert_eq!(levels(&[]), ["note ours"]);
    assert_eq!(levels(&["--level", "ours=error"]), ["error ours"]);
    assert_eq!(levels(&["--level", "other=warning", "--only", "other"]), ["warning other"]);
    assert_eq!(levels(&["--only", "too-few-brokers"]), [""; 0]);
    let wrong = project.run(&["--only", "ouers"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.stderr.contains("no rule is called ouers; did you mean ours?"), "{}", wrong.stderr);
    assert_eq!(project.run(&["--only", "ours", "--no-config"]).code, 2);
    let config = project.run(&["infra", "--show-config"]).stdout;
    assert!(config.contains("ours") && config.contains(".msk-lint.hcl:"), "{config}");
}

#[test]
fn own_levels_are_not_softened() {
    let project = project("softened", &rule("ours", "cluster", "self.brokers >= 9", ""));
    project.write("dev/main.tf", INFRA);
    let run = project.run(&["dev", "--format", "json"]);
    assert_eq!(found(&run, "ours").len(), 1);
    assert!(found(&run, "ours")[0].starts_with("warning "), "{:?}", found(&run, "ours"));
}

#[test]
fn rules_may_hold_for_some_paths_only() {
    let inner = rule("ours", "cluster", "self.brokers >= 9", "").replace('\n', "\n  ");
    let project = project("paths", &format!("paths \"infra/prod/**\" {{\n  {inner}\n}}\n"));
    project.write("infra/prod/main.tf", INFRA);
    let run = project.run(&["--format", "json"]);
    let ours = found(&run, "ours");
    assert_eq!(ours.len(), 1, "{ours:?}");
    assert!(ours[0].contains("infra/prod/main.tf"), "{ours:?}");
    // An allow elsewhere names a rule that is known.
    project.write("infra/main.tf", &INFRA.replace("= 6\n", "= 6 # msk-lint: allow ours -- for later\n"));
    let run = project.run(&["--format", "json"]);
    assert_eq!(found(&run, "unknown-rule-name"), [""; 0]);
}

#[test]
fn rules_and_explain_know_them() {
    let rules = "rule \"team-prefix\" {\n  for       = \"cluster\"\n  condition = startswith(self.name, \"team-\")\n  message   = \
                 \"cluster ${self.name} must start with team-\"\n  level     = \"error\"\n  source    = \"the team\"\n\n  example {\n    \
                 code = <<-EOT\n      resource \"aws_msk_cluster\" \"x\" {\n        cluster_name = \"orders\"\n      }\n    EOT\n  }\n}\n";
    let project = project("explain", rules);
    let page = project.run(&["explain", "team-prefix"]);
    assert_eq!(page.code, 0, "{}", page.stderr);
    for part in [
        "# team-prefix",
        "cluster ${self.name} must start with team-",
        "for each cluster, written in .msk-lint.hcl:1: error, by the team",
        "startswith(self.name, \"team-\")",
        "cluster_name = \"orders\"",
    ] {
        assert!(page.stdout.contains(part), "{part}: {}", page.stdout);
    }
    let near = project.run(&["explain", "team-prefx"]);
    assert!(near.stderr.contains("did you mean team-prefix?"), "{}", near.stderr);
    let table = project.run(&["rules"]).stdout;
    let line = table.lines().find(|line| line.starts_with("team-prefix")).unwrap();
    assert!(line.contains("error") && line.ends_with("(.msk-lint.hcl:1)"), "{line}");
    let json = project.run(&["rules", "--format", "json", "--only", "team-prefix"]).json();
    assert_eq!(json["rules"][0]["for"], "cluster");
    assert_eq!(json["rules"][0]["line"], 1);
    let sarif = project.run(&["--format", "sarif", "--only", "team-prefix"]).json();
    let run = &sarif["runs"][0];
    let index = run["results"][0]["ruleIndex"].as_u64().unwrap() as usize;
    assert_eq!(run["tool"]["driver"]["rules"][index]["id"], "team-prefix");
    let statistics = project.run(&["--statistics", "--only", "team-prefix"]).stdout;
    assert!(statistics.contains("team-prefix"), "{statistics}");
}

#[test]
fn a_baseline_holds_them() {
    let project = project("baseline", &rule("ours", "cluster", "self.brokers >= 9", "  at = \"brokers\"\n"));
    let words = ["--only", "ours", "--baseline", "known.json", "--format", "json"];
    project.run(&[&words[..], &["--write-baseline"]].concat());
    project.write("infra/main.tf", &format!("# moved\n{INFRA}"));
    assert_eq!(found(&project.run(&words), "ours"), [""; 0]);
}

#[test]
fn policies_extend_others_by_path() {
    let base = "extends = \"aws\"\n".to_owned() + &rule("ours", "cluster", "self.brokers >= 9", "");
    let team = "check \"ours\" {\n  level = \"error\"\n}\nextends = \"./shared/base.hcl\"\n";
    let project = project("extends", "policy = \"./policies/team.hcl\"\n");
    project.write("policies/team.hcl", team);
    project.write("policies/shared/base.hcl", &base);
    let run = project.run(&["--format", "json"]);
    assert_eq!(found(&run, "ours").len(), 1, "{}", run.stderr);
    assert!(found(&run, "ours")[0].starts_with("error "));
    // What the base says of other rules is inherited too.
    let small = INFRA.replace("= 6\n", "= 3\n");
    project.write("infra/main.tf", &small);
    assert!(!project.run(&["--format", "json"]).findings().contains(&"warning too-few-brokers".to_owned()));
    let twice = format!("{team}{}", rule("ours", "cluster", "self.brokers >= 9", ""));
    for (team, base, words) in [
        (twice.as_str(), base.as_str(), "the rule ours is written twice; the first time in policies/shared/base.hcl:2"),
        (team, "extends = \"../team.hcl\"\n", "there is no policy ../team.hcl: it extends itself"),
        (team, "extends = \"../../../outside.hcl\"\n", "there is no policy ../../../outside.hcl"),
        (team, "extends = \"awz\"\n", "did you mean aws?"),
        (team, "check \"x\" {}\n", "no rule is called x"),
    ] {
        project.write("policies/team.hcl", team);
        project.write("policies/shared/base.hcl", base);
        let run = project.run(&[]);
        assert_eq!(run.code, 2, "{words}: {}", run.stdout);
        assert!(run.stderr.contains(words), "{words}: {}", run.stderr);
        assert!(run.stderr.contains("[policies/"), "{}", run.stderr);
    }
    project.write("../outside.hcl", "");
    project.write("policies/shared/base.hcl", "extends = \"../../../outside.hcl\"\n");
    let run = project.run(&[]);
    assert!(run.stderr.contains("it lies outside the repository"), "{}", run.stderr);
    for at in 0..12 {
        project.write(&format!("policies/p{at}.hcl"), &format!("extends = \"p{}.hcl\"\n", at + 1));
    }
    project.write("policies/p12.hcl", "");
    project.write(".msk-lint.hcl", "policy = \"policies/p0.hcl\"\n");
    let run = project.run(&[]);
    assert!(run.stderr.contains("more than 8 policies extend each other"), "{}", run.stderr);
}

#[test]
fn examples_are_tried() {
    let example = |code: &str, more: &str| format!("  example {{\n    code = <<-EOT\n{code}\n    EOT\n{more}  }}\n");
    let few = "      resource \"aws_msk_cluster\" \"x\" {\n        cluster_name           = \"a$${var.b}\"\n        number_of_broker_nodes = 3\n      }";
    let many = few.replace("= 3", "= 9");
    let rules =
        rule("ours", "cluster", "self.brokers >= 9", &(example(few, "") + &example(&many, "    fires = false\n")));
    let acks = "      key.serializer=x\n      bootstrap.servers=b-1.orders.abc.c2.kafka.us-east-1.amazonaws.com:9098\n      acks=1";
    let client = example(acks, "    file = \"apps/client.properties\"\n");
    let rules = rules
        + &rule(
            "clients",
            "client",
            "self.settings[\"acks\"] == \"all\" || self.file != \"apps/client.properties\"",
            &client,
        );
    let project = project("examples", &rules);
    let run = project.run(&["policy", "test"]);
    assert_eq!((run.code, &*run.stdout), (0, "2 rules, 3 examples, 0 not as expected\n"), "{}", run.stderr);
    for (from, to, words) in [
        ("= 9\n      }", "= 8\n      }", "ours fires in this example"),
        ("= 3\n      }", "= 12\n      }", "ours does not fire in this example"),
        ("= 3\n      }", "= var.n\n      }", "it cannot be told: "),
        ("aws_msk_cluster", "aws_instance", "nothing in this example is a cluster"),
        ("= 3\n      }", "= 3\n", "the code of this example cannot be read"),
    ] {
        project.write("rules.hcl", &rules.replacen(from, to, 1));
        let run = project.run(&["policy", "test", "rules.hcl"]);
        assert_eq!(run.code, 1, "{words}: {}{}", run.stdout, run.stderr);
        assert!(run.stdout.contains(words) && run.stdout.contains("[rules.hcl:"), "{words}: {}", run.stdout);
    }
    project.write("rules.hcl", &rule("bare", "cluster", "self.brokers >= 9", ""));
    let bare = project.run(&["policy", "test", "rules.hcl"]);
    assert_eq!((bare.code, &*bare.stdout), (0, "no examples: bare\n1 rule, 0 examples, 0 not as expected\n"));
    assert_eq!(project.run(&["policy", "test", "gone.hcl"]).code, 2);
    project.write("rules.hcl", "");
    let none = project.run(&["policy", "test", "rules.hcl"]);
    assert_eq!(none.code, 2);
    assert!(none.stderr.contains("rules.hcl has no rules of its own"), "{}", none.stderr);
}

#[test]
fn a_hostile_rule_ends() {
    let project = project("hostile", "");
    let nested =
        "[for a in range(1000) : [for b in range(1000) : [for c in range(1000) : self.name]]] == []".to_owned();
    let long = vec!["1"; 20_000].join(" + ");
    let text = format!(
        "length(join(\"\", [for a in range(1000) : join(\"\", [for b in range(1000) : \"{}\"])])) == 1",
        "x".repeat(500)
    );
    for condition in [
        &nested,
        &format!("({long}) == 3"),
        &text,
        "can(regex(\"(a*)*b\", join(\"\", [for x in range(1000) : \"aaaaaaaaaa\"])))",
    ] {
        let rules: String = (0..5).map(|at| rule(&format!("ours-{at}"), "cluster", condition, "")).collect();
        project.write(".msk-lint.hcl", &rules);
        let started = std::time::Instant::now();
        let run = project.run(&["--format", "json"]);
        assert!(matches!(run.code, 0..=2), "{}", run.stderr);
        assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
        assert!(!run.stdout.contains("internal-error"), "{}", run.stdout);
    }
}
