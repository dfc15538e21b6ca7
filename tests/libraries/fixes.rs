//! What fixes write, given to the real libraries: each must be accepted.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use msk_lint::analysis::{self, Request};
use msk_lint::date::Date;
use msk_lint::files::{Files, Memory};
use msk_lint::finding::Applicability;
use msk_lint::fix::{self, Job};
use msk_lint::lint::{self, Options};
use msk_lint::policy::Policy;

use super::ask;
use super::cases::{self, Case};

/// A program after all its fixes; nothing where there are none.
fn fixed(name: &str, code: &str, manifest: (&str, &str)) -> Option<String> {
    let root = PathBuf::from("/project");
    let file = root.join(name);
    let files = Memory::new([
        (file.clone(), code.as_bytes().to_vec()),
        (root.join(manifest.0), manifest.1.as_bytes().to_vec()),
    ]);
    let policy = Arc::new(Policy::built_in("strict").unwrap());
    let look = |files: &dyn Files| {
        let root = PathBuf::from("/project");
        let request =
            Request { paths: vec![root.clone()], current_folder: root.clone(), boundary: root, ..Request::default() };
        let analysis = analysis::analyse(&request, files);
        let today = Date::parse("2026-11-22").unwrap();
        let policy_for = |_: &str| policy.clone();
        let findings = lint::lint(&analysis, &Options { policy_for: &policy_for, rules: &|_| true, today }).findings;
        (analysis, findings)
    };
    let result = fix::fix(&Job {
        files: &files,
        look: &look,
        least: Applicability::Unsafe,
        is_wanted: &|_, _| true,
        writable: &|path| Some(Path::new("/project").join(path)),
    });
    result.changed.get(&file).map(|change| String::from_utf8(change.after.to_vec()).unwrap())
}

#[test]
fn what_fixes_write_is_accepted() {
    const MSK: &str = "b-1.orders.abc.c2.kafka.eu-west-1.amazonaws.com:9094";
    let python = &ask::ALL[0];
    let of_python = cases::all().into_iter().filter(|case| python.libraries.contains(&case.library));
    let cases: Vec<Case> = of_python.step_by(4).collect();
    let Some(answers) = python.answers(&cases.iter().map(Case::question).collect::<Vec<_>>()) else { return };
    let accepted = cases.iter().zip(&answers).filter(|(_, answer)| answer.is_empty()).map(|(case, _)| case);
    let on_msk = |case: &Case| {
        let host = |code: String, host: &str| code.replace(host, MSK);
        host(host(case.file(0).1, "kafka.example.com:9092"), "127.0.0.1.example.com:9")
    };
    let programs: Vec<String> = accepted.filter_map(|case| fixed("app.py", &on_msk(case), python.manifest)).collect();
    assert!(programs.len() > 100, "{} programs have fixes", programs.len());
    let hardened = programs.iter().filter(|code| code.contains("reconnect") || code.contains("metadata")).count();
    assert!(hardened > 100, "{hardened} programs got settings that were missing");
    let quoted: Vec<String> =
        programs.iter().map(|code| format!("{{\"code\": {}}}", serde_json::to_string(code).unwrap())).collect();
    let answers = python.answers(&quoted).unwrap();
    let refused: Vec<_> = programs.iter().zip(answers).filter(|(_, answer)| !answer.is_empty()).collect();
    println!("{} programs, {hardened} hardened, {} refused", programs.len(), refused.len());
    assert!(refused.is_empty(), "{} are refused: {:#?}", refused.len(), &refused[..refused.len().min(10)]);
}

/// Bodies of programs in Java, each with the settings of a client in another way.
const JAVA: &[&str] = &[
    "Properties p = new Properties();
        p.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, \"HOST\"); // MSK
        PRODUCER",
    "Properties p = new Properties();
        p.setProperty(ProducerConfig.LINGER_MS_CONFIG, Integer.toString(5));
        p.setProperty(\"bootstrap.servers\", \"HOST\");
        PRODUCER",
    "Map<String, Object> p = new HashMap<>();
        p.put(\"bootstrap.servers\", \"HOST\");
        p.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        PRODUCER",
    "HashMap<String, Object> p = new HashMap<>();
        p.put(\"bootstrap.servers\", \"HOST\");
        p.put(\"enable.idempotence\" , true) ;
        PRODUCER",
];

#[test]
fn what_fixes_write_in_java_compiles_and_is_accepted() {
    for library in ["kafka-clients-3.9.0", "kafka-clients-4.3.0"] {
        let manifest = ask::ALL.iter().find(|asked| asked.libraries.contains(&library)).unwrap().manifest;
        for body in JAVA {
            let Some(mut java) = ask::java_with(library) else { return };
            let producer =
                "new KafkaProducer<>(p, new StringSerializer(), new StringSerializer()).close(Duration.ZERO);";
            let hosts: Vec<String> =
                (1..4).map(|at| format!("b-{at}.orders.abc.c2.kafka.eu-west-1.amazonaws.com:9092")).collect();
            let hosts = hosts.join(",");
            let code = format!(
                "import java.time.Duration;\nimport java.util.*;\nimport org.apache.kafka.clients.producer.*;\n\
                 import org.apache.kafka.common.serialization.StringSerializer;\n\nclass App {{\n    \
                 public static void main(String[] arguments) {{\n        {}\n        System.exit(0);\n    }}\n}}\n",
                body.replace("PRODUCER", producer).replace("HOST", &hosts)
            );
            let after = fixed("App.java", &code, manifest).unwrap_or_else(|| panic!("no fixes: {code}"));
            assert!(after.contains("\"reconnect.backoff.ms\""), "{after}");
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("App.java");
            // Names are looked up when a client is made, and there may be no network.
            std::fs::write(&file, after.replace(&hosts, "127.0.0.1:1")).unwrap();
            let output = java.arg(&file).output().unwrap();
            assert!(output.status.success(), "{library}: {}\n{after}", String::from_utf8_lossy(&output.stderr));
        }
    }
}
