//! The command `recommend`: what to change so that a cluster goes on, as text and as a fix.

use serde_json::Value;

use crate::project::{BLOCKED, Project, Run};

/// The recommendations as JSON.
fn recommended(project: &Project, words: &[&str]) -> Run {
    project.run(&[&["recommend", "--format", "json"], words].concat())
}

fn helps(run: &Run) -> Vec<String> {
    run.json()["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| finding["help"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn the_cheapest_change_is_named() {
    let project = Project::new("recommend", &[("main.tf", BLOCKED)]);
    // The minimum costs nothing.
    assert_eq!(helps(&recommended(&project, &[])), ["set min.insync.replicas=2"]);
    assert_eq!(helps(&recommended(&project, &["--survive", "zone"])), ["set min.insync.replicas=2"]);
    // Two brokers take a replica more, not a broker more: there are six.
    let two = recommended(&project, &["--survive", "two-brokers"]);
    assert_eq!(helps(&two), ["set default.replication.factor=4 and min.insync.replicas=2"]);
    let finding = &two.json()["findings"][0];
    assert_eq!(finding["message"], "this does not survive the loss of 2 brokers");
    let places: Vec<&Value> = finding["locations"].as_array().unwrap().iter().map(|at| &at["start"]["line"]).collect();
    assert_eq!(places, [4, 5, 9]);
    // Three brokers have no room for that; four do not divide over three zones.
    project.write("main.tf", &BLOCKED.replace("= 6", "= 3"));
    let two = recommended(&project, &["--survive", "two-brokers"]);
    let all = "set number_of_broker_nodes=6 and default.replication.factor=4 and min.insync.replicas=2";
    assert_eq!(helps(&two), [all]);
    assert_eq!((two.code, recommended(&project, &["--fail-on", "warning"]).code), (0, 1));
}

#[test]
fn another_number_of_zones_comes_last() {
    let two = BLOCKED.replace("[\"subnet-a\", \"subnet-b\", \"subnet-c\"]", "[\"subnet-a\", \"subnet-b\"]");
    // What nobody wrote belongs at the cluster, and is said there once.
    let bare = "resource \"aws_msk_cluster\" \"main\" {\n  number_of_broker_nodes = 2\n  broker_node_group_info {\n    instance_type = \"kafka.m7g.large\"\n    client_subnets = [\"a\", \"b\"]\n  }\n}\n";
    let project = Project::new("recommend-bare", &[("main.tf", bare)]);
    let run = recommended(&project, &["--survive", "one-broker"]);
    let locations = run.json()["findings"][0]["locations"].as_array().unwrap().len();
    assert_eq!(locations, 2, "{}", run.stdout);
    let project = Project::new("recommend-zones", &[("main.tf", &two)]);
    // Two zones can do it with four replicas; nobody has to make another cluster.
    let help = helps(&recommended(&project, &["--survive", "zone"]));
    assert_eq!(help, ["set default.replication.factor=4 and min.insync.replicas=2"]);
    let one = BLOCKED.replace("[\"subnet-a\", \"subnet-b\", \"subnet-c\"]", "[\"subnet-a\"]");
    project.write("main.tf", &one);
    let run = recommended(&project, &["--survive", "zone"]);
    assert_eq!(helps(&run), ["set zones=3 and min.insync.replicas=2"]);
    assert!(run.stdout.contains("the number of zones of a cluster cannot change"), "{}", run.stdout);
}

#[test]
fn only_layouts_that_can_be_are_sound_or_named() {
    let subnets = "[\"subnet-a\", \"subnet-b\", \"subnet-c\"]";
    let sound = BLOCKED.replace("replicas=3", "replicas=2");
    let case = |name: &str, text: &str, events: &[&str], message: &str, help: &str| {
        let project = Project::new(&format!("recommend-{name}"), &[("main.tf", text)]);
        let run = recommended(&project, events);
        assert_eq!(helps(&run), [help], "{name}: {}", run.stderr);
        let finding = &run.json()["findings"][0];
        assert_eq!(finding["message"], message, "{name}");
        assert!(!finding["notes"].to_string().contains("now: "), "{name}: {finding}");
    };
    let four = sound.replace("= 6", "= 4");
    let uneven = "MSK spreads brokers evenly: 4 brokers do not divide over 3 zones";
    case("uneven", &four, &[], uneven, "set number_of_broker_nodes=6");
    let all = sound.replace("= 6", "= 4").replace(subnets, "[\"a\", \"b\", \"c\", \"d\"]");
    case("zones", &all, &[], "MSK takes 2 or 3 zones, not 4", "set zones=3 and number_of_broker_nodes=6");
    let one = sound.replace("= 6", "= 3").replace(subnets, "[\"a\"]");
    case("one", &one, &["--survive", "one-broker"], "MSK takes 2 or 3 zones, not 1", "set zones=3");
    let factor = sound.replace("= 6", "= 3").replace("factor=3", "factor=5");
    let message = "3 brokers cannot hold 5 replicas of a partition";
    case("factor", &factor, &[], message, "set number_of_broker_nodes=6");
    // More brokers than the quota of new clusters are there already.
    let many = BLOCKED.replace("= 6", "= 60");
    let project = Project::new("recommend-many", &[("main.tf", &many)]);
    assert_eq!(helps(&recommended(&project, &[])), ["set min.insync.replicas=2"]);
    // One literal for all of it cannot be changed to two numbers.
    let shared =
        "locals {\n  n = 3\n}\n".to_owned() + &BLOCKED.replace("= 6", "= local.n").replace("=3", "=${local.n}");
    let project = Project::new("recommend-shared", &[("main.tf", &shared)]);
    let run = project.run(&["recommend", "--survive", "two-brokers", "--unsafe-fixes", "--diff"]);
    assert_eq!((run.stdout.as_str(), run.code), ("", 0), "{}", run.stderr);
}

#[test]
fn topics_that_kafka_makes_for_itself_are_left_out() {
    let topic = |name: &str| {
        format!(
            "resource \"kafka_topic\" \"internal\" {{\n  name = \"{name}\"\n  partitions = 50\n  replication_factor = 2\n}}\n"
        )
    };
    let sound = BLOCKED.replace("replicas=3", "replicas=2");
    let provider =
        "provider \"kafka\" {\n  bootstrap_servers = split(\",\", aws_msk_cluster.main.bootstrap_brokers_tls)\n}\n";
    let text = |name: &str| format!("{sound}{provider}{}", topic(name));
    let project = Project::new("recommend-internal", &[("main.tf", &text("orders"))]);
    assert_eq!(helps(&recommended(&project, &[])), ["set replication_factor=3"]);
    project.write("main.tf", &text("__consumer_offsets"));
    let run = recommended(&project, &[]);
    assert_eq!(helps(&run), [""; 0]);
    assert!(run.stderr.contains("survives as it is\nKafka's own topics"), "{}", run.stderr);
}

#[test]
fn topics_make_do_with_the_brokers_of_their_cluster() {
    let topic = "resource \"aws_msk_topic\" \"orders\" {\n  name = \"orders\"\n  cluster_arn = aws_msk_cluster.main.arn\n  \
                 partition_count = 6\n  replication_factor = 2\n}\n";
    let project =
        Project::new("recommend-topics", &[("main.tf", &(BLOCKED.replace("replicas=3", "replicas=2") + topic))]);
    let run = recommended(&project, &[]);
    assert_eq!(helps(&run), ["set replication_factor=3"], "{}", run.stdout);
    assert_eq!(run.json()["findings"][0]["locations"][0]["address"], "aws_msk_topic.orders");
}

#[test]
fn the_change_can_be_shown_and_made() {
    let project = Project::new("recommend-fix", &[("main.tf", BLOCKED)]);
    let words = ["recommend", "--survive", "two-brokers", "--unsafe-fixes"];
    let diff = project.run(&[&words[..], &["--diff"]].concat());
    assert!(diff.stdout.contains("+    default.replication.factor=4\n+    min.insync.replicas=2\n"), "{}", diff.stdout);
    assert_eq!(project.read("main.tf"), BLOCKED);
    let fixed = project.run(&[&words[..], &["--fix"]].concat());
    let expected = BLOCKED.replace("factor=3", "factor=4").replace("replicas=3", "replicas=2");
    assert_eq!(project.read("main.tf"), expected, "{}", fixed.stderr);
    assert!(fixed.stderr.contains("survives as it is"), "{}", fixed.stderr);
}

#[test]
fn nothing_is_said_of_what_is_not_known() {
    let unknown = BLOCKED.replace("= 6", "= var.brokers") + "variable \"brokers\" {}\n";
    let express = BLOCKED.replace("kafka.m7g.large", "express.m7g.large");
    let sound = BLOCKED.replace("replicas=3", "replicas=2");
    let project =
        Project::new("recommend-silent", &[("a/main.tf", &unknown), ("b/main.tf", &express), ("c/main.tf", &sound)]);
    let run = recommended(&project, &[]);
    assert_eq!(run.findings(), [""; 0]);
    for words in [
        "aws_msk_cluster.main (root a): nothing can be said: the number of brokers is unknown: ",
        "aws_msk_cluster.main (root b): nothing can be said: MSK decides the replication of express clusters",
        "aws_msk_cluster.main (root c): survives as it is",
    ] {
        assert!(run.stderr.contains(words), "{}", run.stderr);
    }
    assert_eq!(project.run(&["recommend", "--survive", "everything"]).code, 2);
}

#[test]
fn it_reads_like_this() {
    let project = Project::new("recommend-text", &[("main.tf", BLOCKED)]);
    let expected = "\
warning: this does not survive the loss of 1 broker or 1 zone          recommend
   ,-[main.tf:5:5]
 4 |     default.replication.factor=3
 5 |     min.insync.replicas=3
   :     ----------+----------
   :               `-- min.insync.replicas = 2 instead of 3
   '-
   ,-[main.tf:9:1]
 9 | resource \"aws_msk_cluster\" \"main\" {
   : ----------------+----------------
   :                 `-- aws_msk_cluster.main
   '-
  note: now: 1 broker down: writes 50 % of partitions stop, data safe; 1 zone down: writes all partitions stop, data safe
  note: then: 1 broker down: writes ok, data safe; 1 zone down: writes ok, data safe
  help: set min.insync.replicas=2
";
    let run = project.run(&["recommend"]);
    assert!(run.stdout.starts_with(expected), "{}", run.stdout);
}
