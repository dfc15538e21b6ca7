//! A feature that this broker size, broker type or Kafka version does not have.

use crate::facts::{self, BrokerType, InstanceType, KafkaVersion, LimitValue, VersionRow};
use crate::model::cluster::Cluster;
use crate::model::fact::Origin;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "broker-feature-unsupported",
    summary: "a feature that this broker size or Kafka version does not have",
    page: include_str!("broker_feature_unsupported.md"),
    security: false,
    supersedes: &[],
    check: Check::Cluster(check),
};

/// A cluster with what the tables say of its size and version.
struct Subject<'a> {
    cluster: &'a Cluster,
    version: Option<&'a str>,
    release: Option<&'static VersionRow>,
    name: &'a str,
    size: Option<&'static InstanceType>,
    express: bool,
}

/// What one judgement says.
type Judge = fn(&Subject<'_>) -> Option<Draft>;

/// Everything that is judged, one by one, with the table that ages.
const CHECKS: &[(Judge, Option<&str>)] = &[
    (size_and_version, SIZES),
    (kraft, SIZES),
    (express_version, VERSIONS),
    (standard_version, VERSIONS),
    (express_storage, None),
    (express_storage_mode, None),
    (tiered, VERSIONS),
    (tiered_region, Some("msk-limits")),
    (tiered_compaction, None),
    (throughput, SIZES),
    (throughput_volume, SIZES),
    (throughput_range, SIZES),
    (multi_vpc, VERSIONS),
    (dual_stack, VERSIONS),
    (rebalancing, None),
];
const SIZES: Option<&str> = Some("msk-instance-types");
const VERSIONS: Option<&str> = Some("msk-kafka-versions");

fn check(cluster: &Cluster, _: &Policy, out: &mut Findings) {
    let version = out.need("kafka_version", &cluster.kafka_version).map(AsRef::as_ref);
    let Some(name) = out.need("instance_type", &cluster.instance_type) else { return };
    let subject = Subject {
        cluster,
        version,
        release: version.and_then(facts::kafka_version),
        name,
        size: facts::instance_type(name),
        express: BrokerType::of_instance_type(name) == Some(BrokerType::Express),
    };
    let stamped = |draft: Draft, table: Option<&str>| table.into_iter().fold(draft, Draft::by_table);
    out.report_all(CHECKS.iter().filter_map(|(check, table)| Some(stamped(check(&subject)?, *table))));
}

impl Subject<'_> {
    /// A finding at the version, with the broker size beside it.
    fn at_version(&self, message: &str, label: String) -> Draft {
        Draft::new("kafka_version", message)
            .at(&self.cluster.kafka_version.origin, label)
            .related(&self.cluster.instance_type.origin.place, self.name)
    }

    /// A finding at a feature, with the broker size beside it.
    fn at_feature(&self, about: &str, origin: &Origin, message: &str, label: String) -> Draft {
        Draft::new(about, message).at(origin, label).related(&self.cluster.instance_type.origin.place, self.name)
    }
}

fn size_and_version(subject: &Subject<'_>) -> Option<Draft> {
    let (size, version) = (subject.size?, subject.version?);
    if size.runs(version)? {
        return None;
    }
    let least = size.min_kafka.join(" or from ");
    let draft = subject.at_version("this broker size does not run this Kafka version", version.to_owned());
    Some(draft.help(format!("{} brokers need {least} on: use a newer version, or an M5 size", subject.name)))
}

fn kraft(subject: &Subject<'_>) -> Option<Draft> {
    let (size, version) = (subject.size.filter(|size| !size.kraft)?, subject.version?);
    KafkaVersion::parse(version).filter(|version| version.is_kraft())?;
    let draft = subject.at_version("this broker size cannot run KRaft", version.to_owned());
    Some(draft.help(format!("use kafka.m7g.large or larger in place of {}, or a version with ZooKeeper", size.name)))
}

fn express_version(subject: &Subject<'_>) -> Option<Draft> {
    let release = subject.release.filter(|release| subject.express && !release.express)?;
    let offered: Vec<&str> =
        facts::kafka_versions().iter().filter(|row| row.express).map(|row| row.api_string).collect();
    let draft = subject.at_version("Express brokers do not run this Kafka version", release.api_string.to_owned());
    Some(draft.help(format!("use one of {}", offered.join(", "))))
}

fn standard_version(subject: &Subject<'_>) -> Option<Draft> {
    let release = subject.release.filter(|release| !subject.express && !release.standard)?;
    let draft = subject.at_version("Standard brokers do not run this Kafka version", release.api_string.to_owned());
    let draft = draft.note("AWS lists it for Express brokers only").help("use an older version");
    Some(draft.level("inferred"))
}

fn express_storage(subject: &Subject<'_>) -> Option<Draft> {
    let block = &subject.cluster.capacity.storage_info;
    block.known_written().filter(|()| subject.express)?;
    let message = "Express brokers take no storage settings";
    let draft = subject.at_feature("storage_info", &block.origin, message, "written here".to_owned());
    Some(draft.help("remove storage_info: Express brokers store without limit"))
}

fn express_storage_mode(subject: &Subject<'_>) -> Option<Draft> {
    let mode = &subject.cluster.storage_mode;
    let written = mode.known_written().filter(|_| subject.express)?;
    let message = "Express brokers take no storage mode";
    Some(subject.at_feature("storage_mode", &mode.origin, message, written.to_string()).help("remove storage_mode"))
}

fn tiered(subject: &Subject<'_>) -> Option<Draft> {
    if subject.express || subject.cluster.is_tiered() != Some(true) {
        return None;
    }
    let at = &subject.cluster.storage_mode.origin;
    if let Some(size) = subject.size.filter(|size| !size.tiered_storage) {
        let message = "this broker size has no tiered storage";
        let draft = subject.at_feature("storage_mode", at, message, format!("TIERED on {}", size.name));
        return Some(draft.help("use kafka.m7g.large or larger, or storage_mode = \"LOCAL\""));
    }
    let release = subject.release.filter(|release| !release.tiered_storage && release.standard)?;
    let label = format!("TIERED on Kafka {}", release.api_string);
    let draft = Draft::new("storage_mode", "this Kafka version has no tiered storage").at(at, label);
    let draft = draft.related(&subject.cluster.kafka_version.origin.place, release.api_string);
    let least = facts::version_rule("tiered-versions").and_then(|rule| rule.min)?;
    Some(draft.help(format!("use Kafka {least} or later")))
}

fn tiered_region(subject: &Subject<'_>) -> Option<Draft> {
    let LimitValue::Texts(without) = facts::limit("tiered_regions")?.value else { return None };
    let region = subject.cluster.region.known().filter(|region| without.contains(&&***region))?;
    if subject.express || subject.cluster.is_tiered() != Some(true) {
        return None;
    }
    let at = &subject.cluster.storage_mode.origin;
    let draft = Draft::new("storage_mode", "this region has no tiered storage").at(at, format!("TIERED in {region}"));
    Some(draft.help("use storage_mode = \"LOCAL\" with volumes that hold all data"))
}

/// Tiered storage deletes, it does not compact: a default of compaction fits no topic of it.
fn tiered_compaction(subject: &Subject<'_>) -> Option<Draft> {
    if subject.express || subject.cluster.is_tiered() != Some(true) {
        return None;
    }
    let policy = subject.cluster.effective("log.cleanup.policy");
    policy.known_written().filter(|policy| policy.contains("compact"))?;
    let draft = Draft::new("log.cleanup.policy", "tiered storage takes no compacted topics");
    let draft = draft.at(&policy.origin, "compact is the default of new topics");
    let draft = draft.related(&subject.cluster.storage_mode.origin.place, "storage_mode is TIERED");
    Some(draft.help("set log.cleanup.policy=delete, and compact single topics without tiered storage"))
}

/// Provisioned throughput, where it is known to be on, and a Standard size that is listed.
fn provisioned<'a>(subject: &Subject<'a>) -> Option<(&'a Origin, &'static InstanceType)> {
    let enabled = &subject.cluster.capacity.provisioned_throughput;
    let size = subject.size.filter(|_| !subject.express && enabled.get() == Some(true))?;
    Some((&enabled.origin, size))
}

fn throughput(subject: &Subject<'_>) -> Option<Draft> {
    let (at, size) = provisioned(subject)?;
    if size.provisioned_throughput {
        return None;
    }
    let message = "this broker size has no provisioned throughput";
    let draft = subject.at_feature("provisioned_throughput", at, message, format!("enabled on {}", size.name));
    let offered = facts::instance_types().iter().filter(|other| other.provisioned_throughput);
    let smallest = |family| offered.clone().filter(|size| size.family == family).min_by_key(|size| size.vcpus);
    let sizes: Vec<&str> = ["m5", "m7g"].into_iter().filter_map(smallest).map(|size| size.name).collect();
    Some(draft.help(format!("remove provisioned_throughput, or use {} or larger", sizes.join(" or "))))
}

fn throughput_volume(subject: &Subject<'_>) -> Option<Draft> {
    let (_, size) = provisioned(subject)?;
    let (least, written) = (size.provisioned_throughput_min_volume_gib?, subject.cluster.volume_size.get()?);
    if written >= i64::from(least) {
        return None;
    }
    let at = &subject.cluster.volume_size.origin;
    let draft =
        Draft::new("volume_size", "a volume too small for provisioned throughput").at(at, format!("{written} GiB"));
    Some(draft.help(format!("use volumes of {least} GiB or more")))
}

fn throughput_range(subject: &Subject<'_>) -> Option<Draft> {
    let (_, size) = provisioned(subject)?;
    let throughput = &subject.cluster.capacity.volume_throughput;
    let written = throughput.get()? as f64;
    let (min, max) = (size.provisioned_throughput_min_mibps?, size.provisioned_throughput_max_mibps?);
    if (min..=max).contains(&written) {
        return None;
    }
    let message = "this broker size cannot have this throughput";
    let draft = subject.at_feature("volume_throughput", &throughput.origin, message, format!("{written} MiB/s"));
    Some(draft.help(format!("{} takes {min} to {max} MiB/s", size.name)))
}

fn multi_vpc(subject: &Subject<'_>) -> Option<Draft> {
    let enabled = &subject.cluster.capacity.multi_vpc;
    enabled.get().filter(|enabled| *enabled)?;
    let (about, at) = ("vpc_connectivity", &enabled.origin);
    if let Some(size) = subject.size.filter(|size| !size.multi_vpc) {
        let message = "this broker size takes no connections from other VPCs";
        let draft = subject.at_feature(about, at, message, format!("enabled on {}", size.name));
        return Some(draft.help("use kafka.m7g.large or larger, or remove vpc_connectivity"));
    }
    needs_version(subject, about, at, "mvpc-min", "this Kafka version takes no connections from other VPCs")
}

fn dual_stack(subject: &Subject<'_>) -> Option<Draft> {
    let network = &subject.cluster.capacity.network_type;
    network.known().filter(|network| &***network == "DUAL")?;
    needs_version(subject, "network_type", &network.origin, "dual-stack-min", "this Kafka version has no IPv6")
}

fn needs_version(subject: &Subject<'_>, about: &str, at: &Origin, rule: &str, message: &str) -> Option<Draft> {
    let version = subject.version?;
    if facts::satisfies(version, rule)? {
        return None;
    }
    let draft = Draft::new(about, message).at(at, format!("on Kafka {version}"));
    let draft = draft.related(&subject.cluster.kafka_version.origin.place, version);
    Some(draft.help(format!("use Kafka {} or later", facts::version_rule(rule)?.min?)))
}

fn rebalancing(subject: &Subject<'_>) -> Option<Draft> {
    let block = &subject.cluster.capacity.rebalancing;
    block.known_written().filter(|()| !subject.express)?;
    BrokerType::of_instance_type(subject.name)?;
    let message = "Standard brokers have no intelligent rebalancing";
    let draft = subject.at_feature("rebalancing", &block.origin, message, "written here".to_owned());
    Some(draft.help("remove the block rebalancing"))
}
