//! `msklint_lint`: a cluster, its properties, topics and clients, judged while Terraform plans.

use super::resources;
use super::{DataSource, flag, map, number, text, texts};
use crate::eval::types::Type;
use crate::eval::value::Value;
use crate::finding::Level;
use crate::provider::diagnostics::Diagnostics;
use crate::provider::made;
use crate::provider::options::Options;
use crate::provider::schema::{Attribute, Block, Mode};
use crate::provider::verdict::{Verdict, details, finding_type, headline, place};

pub(super) static LINT: DataSource = DataSource {
    name: "msklint_lint",
    block: &BLOCK,
    example: "locals {\n  brokers    = 3\n  properties = {\n    \"default.replication.factor\" = 3\n    \"min.insync.replicas\"        = 2\n  }\n}\n\ndata \"msklint_lint\" \"main\" {\n  kafka_version          = \"3.6.0\"\n  instance_type          = \"kafka.m5.large\"\n  number_of_broker_nodes = local.brokers\n  zones                  = 3\n  properties             = local.properties\n\n  topic {\n    name               = \"orders\"\n    partitions         = 12\n    replication_factor = 3\n  }\n}",
    read,
};

/// An optional attribute.
const fn optional(name: &'static str, ty: fn() -> Type, description: &'static str) -> Attribute {
    Attribute { name, ty, mode: Mode::Optional, description }
}

const fn computed(name: &'static str, ty: fn() -> Type, description: &'static str) -> Attribute {
    Attribute { name, ty, mode: Mode::Computed, description }
}

static BLOCK: Block = Block {
    description: "Judges a cluster of Amazon MSK with its properties, topics and clients. What is left out is not judged.\n\n\
                  Give it locals, variables and arguments of modules, not attributes of the resources themselves: a data \
                  source that names a resource with pending changes is read when they are applied, not before.",
    attributes: &[
        optional("name", text, "The name of the cluster."),
        optional("kafka_version", text, "The version of Kafka."),
        optional("instance_type", text, "The type of the brokers, such as `kafka.m5.large` or `express.m7g.large`."),
        optional("number_of_broker_nodes", number, "How many brokers there are."),
        optional("client_subnets", texts, "The subnets of the brokers, one in each zone."),
        optional("zones", number, "How many zones the brokers are in; counted from `client_subnets` without it."),
        optional("volume_size", number, "The volume of each broker in GiB."),
        optional("storage_mode", text, "`LOCAL` or `TIERED`."),
        optional("enhanced_monitoring", text, "The level of metrics."),
        optional(
            "client_broker",
            text,
            "Encryption between clients and brokers: `TLS`, `TLS_PLAINTEXT` or `PLAINTEXT`.",
        ),
        optional("in_cluster", flag, "Whether brokers encrypt among themselves."),
        optional("sasl_iam", flag, "Whether clients may log in with IAM."),
        optional("sasl_scram", flag, "Whether clients may log in with SASL/SCRAM."),
        optional("certificate_authority_arns", texts, "The authorities whose certificates clients may log in with."),
        optional("unauthenticated", flag, "Whether clients need not log in."),
        optional("public_access", text, "`DISABLED` or `SERVICE_PROVIDED_EIPS`."),
        optional("properties", map, "The broker properties: findings point at the entry."),
        optional("server_properties", text, "The same as a text."),
        optional("policy", text, "The policy: `guide`, `aws` or `strict`; the provider's without it."),
        optional(
            "fail_on",
            text,
            "The least level that fails the plan: `error`, `warning`, `note` or `never`; the provider's without it.",
        ),
        optional("ignore", texts, "Rules that are left out."),
        optional(
            "today",
            text,
            "The date that versions age by, such as `2026-01-31`; that of this release's tables without it.",
        ),
        computed("ok", flag, "Whether no finding is at or above `fail_on`."),
        computed("counts", || Type::Map(Type::Number.into()), "How many findings there are, by level."),
        computed(
            "findings",
            || Type::List(finding_type().into()),
            "The findings: `rule`, `level`, `message`, `help`, `setting`, `path` and `url`.",
        ),
        computed("report", text, "The findings in words, and what could not be checked."),
        computed("sarif", text, "The findings as SARIF 2.1.0."),
    ],
    blocks: &[
        (
            "topic",
            &Block {
                description: "A topic.",
                attributes: &[
                    optional("name", text, "Its name."),
                    optional("partitions", number, "How many partitions it has."),
                    optional("replication_factor", number, "How many replicas each partition has."),
                    optional("configs", map, "Its properties."),
                ],
                blocks: &[],
            },
        ),
        (
            "client",
            &Block {
                description: "A client of the cluster.",
                attributes: &[
                    Attribute {
                        name: "library",
                        ty: text,
                        mode: Mode::Required,
                        description: "The library: `kafka-clients`, `spring-kafka`, `karafka`, `waterdrop`, `rdkafka-ruby`, \
                                      `confluent-kafka`, `confluent-kafka-go`, `confluent-kafka-dotnet`, `node-rdkafka`, \
                                      `rdkafka`, `kafka-python`, `aiokafka` or `kafkajs`.",
                    },
                    optional("name", text, "What it is called."),
                    optional("version", text, "The version of the library; of librdkafka for what wraps it."),
                    optional("role", text, "`producer`, `consumer` or `admin`."),
                    optional("signs_for_msk", flag, "Whether it uses a signer for IAM."),
                    optional("settings", map, "Settings, under the library's own names; others are not judged."),
                ],
                blocks: &[],
            },
        ),
    ],
};

fn read(config: &Value, options: &Options, diagnostics: &mut Diagnostics) -> Vec<(&'static str, Value)> {
    let clients = resources::clients(config).unwrap_or_else(|(path, fault)| {
        diagnostics.error("This client cannot be judged", fault.text, &path);
        Vec::new()
    });
    if let Some(option) = options.unknown {
        let detail = format!("The provider's {option} is known only after apply.");
        diagnostics.warning("Nothing was judged here", detail, "");
    }
    let verdict = Verdict::of(resources::subject(config), clients, options);
    for finding in &verdict.findings {
        // Terraform folds warnings of one summary: what tells them apart stands in it.
        let summary = format!("{} ({})", headline(finding), finding.rule);
        match (verdict.fails(finding), finding.level) {
            (true, _) => diagnostics.error(summary, details(finding), &place(finding)),
            (false, Level::Note) => {}
            (false, _) => diagnostics.warning(summary, details(finding), &place(finding)),
        }
    }
    let counts =
        [Level::Error, Level::Warning, Level::Note].map(|level| (level.as_str(), made::number(verdict.count(level))));
    vec![
        ("ok", made::flag(verdict.is_ok())),
        ("counts", made::map(counts)),
        ("findings", verdict.list()),
        ("report", made::text(verdict.report())),
        ("sarif", made::text(verdict.sarif())),
    ]
}
