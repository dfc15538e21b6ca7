//! `report --html`: one page that needs nothing but itself.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::project::{BLOCKED, Project, THREE_BROKERS};

const PAGE: &[&str] = &["report", "--html"];

/// What stands between two words of a page, each time.
fn between<'a>(page: &'a str, open: &str, close: &str) -> Vec<&'a str> {
    page.split(open).skip(1).map(|rest| rest.split(close).next().unwrap()).collect()
}

/// A page without its tags, spaces joined.
fn text(page: &str) -> String {
    let body = page.split("<body>").nth(1).unwrap().split("<script>").next().unwrap();
    let text: String = body
        .split('<')
        .map(|part| part.split_once('>').map_or(String::new(), |(_, text)| format!("{text} ")))
        .collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_page_tells_everything() {
    let client = "bootstrap.servers=b-1.a.b.kafka.eu-west-1.amazonaws.com:9098\nsecurity.protocol=SASL_SSL\nsasl.mechanism=AWS_MSK_IAM\nsasl.jaas.config=software.amazon.msk.auth.iam.IAMLoginModule required;\nsasl.client.callback.handler.class=software.amazon.msk.auth.iam.IAMClientCallbackHandler\nkey.serializer=x\nacks=1\n";
    let unknown = "variable \"brokers\" {}\nmodule \"msk\" {\n  source = \"git::https://example.invalid/msk.git\"\n}\nresource \"aws_msk_cluster\" \"other\" {\n  number_of_broker_nodes = var.brokers\n  broker_node_group_info {\n    instance_type  = \"kafka.m7g.large\"\n    client_subnets = module.gone.subnets\n  }\n}\nmodule \"gone\" {\n  source = \"./gone\"\n}\n";
    let files = [("infra/main.tf", BLOCKED), ("other/main.tf", unknown), ("app/orders.properties", client)];
    let project = Project::new("report", &files);
    let run = project.run(&[PAGE, &["--output", "page.html", "--today", "2026-11-01"]].concat());
    assert_eq!((run.code, &*run.stdout, &*run.stderr), (0, "", ""));
    let page = project.read("page.html");
    let text = text(&page);
    for words in [
        // The drawing and the matrix.
        "6 brokers in 3 zones; replication factor 3, min.insync.replicas 3.",
        "zone 1 subnet-a",
        "writes ok on 1, 2, 3",
        "50 % of partitions stop",
        "2 brokers all partitions stop 80 %",
        "1 zone all partitions stop 100 %",
        // A finding with its excerpt, why, help and policy.
        "one broker down stops acks=all writes",
        "5 min.insync.replicas=3",
        "restarting any one broker blocks writes to 50 % of the partitions",
        "set min.insync.replicas=2, one less than the replication factor",
        "guide, error · AWS on patching",
        // Facts with their origins, and what is not known.
        "infra/main.tf:10:28",
        "MSK's default",
        "Not drawn: what follows for its availability is unknown.",
        "brokers : nothing sets var.brokers",
        "gone is not on disk",
        "git::https://example.invalid/msk.git the module is not on disk, and not installed by terraform init",
        // The client.
        "orders.properties",
        "talks to MSK, to which cluster is unknown",
        "for 2026-11-01",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert_eq!(project.run(&[PAGE, &["--today", "2026-11-01"]].concat()).stdout, page, "it is the same each time");
}

#[test]
fn topics_of_their_own_and_unknown_zones_are_shown() {
    let topic = "resource \"kafka_topic\" \"orders\" {\n  name               = \"orders\"\n  partitions         = 6\n  replication_factor = 2\n  config = {\n    \"min.insync.replicas\" = \"1\"\n  }\n}\n";
    let zones =
        BLOCKED.replace("[\"subnet-a\", \"subnet-b\", \"subnet-c\"]", "var.subnets") + "variable \"subnets\" {}\n";
    let project = Project::new("report-topics", &[("a/main.tf", &format!("{BLOCKED}{topic}")), ("b/main.tf", &zones)]);
    let page = |folder: &str| text(&project.run(&[PAGE, &[folder]].concat()).stdout);
    let known = page("a");
    assert!(known.contains("kafka_topic.orders 2 1 ok 8 % of partitions stop, at worst ok"), "{known}");
    let unknown = page("b");
    assert!(
        unknown.contains("6 brokers in zones that are unknown") && unknown.contains("zones unknown broker 1"),
        "{unknown}"
    );
    assert_eq!(unknown.matches("1 zone unknown, as the zones are").count(), 1, "{unknown}");
}

#[test]
fn nothing_is_loaded_and_nothing_else_runs() {
    let project = Project::new("report-policy", &[("main.tf", BLOCKED)]);
    let page = project.run(PAGE).stdout;
    let hashes = |open, close| {
        between(&page, open, close).into_iter().map(|text| STANDARD.encode(Sha256::digest(text))).collect::<Vec<_>>()
    };
    let (styles, scripts) = (hashes("<style>", "</style>"), hashes("<script>", "</script>"));
    assert_eq!((styles.len(), scripts.len()), (1, 1));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        styles[0], scripts[0]
    );
    let said = between(&page, "http-equiv=\"Content-Security-Policy\" content=\"", "\"");
    assert_eq!(said, [policy]);
    let tags: String = between(&page, "<", ">").join("\n");
    for word in [" style=", " src=", " onclick=", "<link", "<img", "href=\"http"] {
        assert!(!tags.contains(word), "{word}");
    }
    assert!(!page.contains("unsafe-inline") && !page.contains("url("));
}

#[test]
fn text_from_files_stays_text() {
    let name = "<img src=x onerror=alert(1)>";
    let code = BLOCKED
        .replace("subnet-a", "</script><script>alert(1)</script>")
        .replace("    min.insync", &format!("    {name}=\\\" onclick=alert(1)\n    min.insync"))
        .replace("number_of_broker_nodes", "cluster_name = \"'><b>\"\n  number_of_broker_nodes");
    let project = Project::new("report-hostile", &[(&format!("{name}/main.tf"), &code)]);
    let page = project.run(PAGE).stdout;
    assert!(page.contains("&lt;img src=x onerror=alert(1)&gt;"), "{page}");
    assert!(page.contains("&lt;/script&gt;&lt;script&gt;alert(1)"), "{page}");
    assert_eq!(
        (page.matches("<img").count(), page.matches("<script").count(), page.matches("<b>'").count()),
        (0, 1, 0)
    );
}

#[test]
fn large_projects_make_no_endless_page() {
    let block = |index: usize| THREE_BROKERS.replace("\"main\"", &format!("\"c{index}\""));
    let many: String = (0..700).map(block).collect();
    let project = Project::new("report-large", &[("main.tf", &many)]);
    let page = project.run(PAGE).stdout;
    assert_eq!(page.matches("<article class=\"cluster\"").count(), 50);
    assert!(text(&page).contains("and 650 more: msk-lint inspect tells them all"), "{}", text(&page));
    assert_eq!(page.matches("<article class=\"finding").count(), 500);
    assert!(page.len() < 3_000_000, "{} bytes", page.len());
}

#[test]
fn it_takes_what_a_check_takes_and_refuses_the_rest() {
    let project = Project::new("report-arguments", &[("a/main.tf", BLOCKED), ("b/main.tf", THREE_BROKERS)]);
    let page = |words: &[&str]| text(&project.run(&[PAGE, words].concat()).stdout);
    assert!(!page(&["b"]).contains("min-insync-blocks-writes"));
    assert!(page(&["--only", "too-few-brokers"]).contains("too-few-brokers"));
    assert!(!page(&["--only", "too-few-brokers"]).contains("one broker down stops"));
    project.run(&["--baseline", "known.json", "--write-baseline"]);
    assert!(page(&["--baseline", "known.json"]).contains("known before"));
    for words in [
        &["report"][..],
        &["report", "--html", "--format", "json"],
        &["report", "--html", "--output", "a.html", "--output", "b.html"],
        &["report", "--html", "missing"],
        &["report", "--html", "--fix"],
        &["report", "--html", "--output", "no/such/folder.html"],
    ] {
        assert_eq!(project.run(words).code, 2, "{words:?}");
    }
    let stdin = project.run_with(&["report", "--html", "-"], &[], BLOCKED);
    assert!(
        text(&stdin.stdout).contains("<stdin>:5:5") || text(&stdin.stdout).contains("&lt;stdin&gt;:5:5"),
        "{}",
        stdin.stderr
    );
}
