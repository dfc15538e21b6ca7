//! `setting` and `rule`: what is known of a broker property, and of a rule.

use super::{Function, Parameter, text};
use crate::eval::types::Type;
use crate::eval::value::Value;
use crate::facts::{self, BrokerType, KafkaDefault, KafkaVersion, UpdateMode, ValueType};
use crate::policy::Policy;
use crate::provider::fault::Fault;
use crate::provider::made;
use crate::report;
use crate::rules;

pub(super) static SETTING: Function = Function {
    name: "setting",
    summary: "What Kafka and MSK know of a broker property",
    description: "Returns an object: `type`, `unit`, `kafka_default` and `msk_default`, `min`, `max` and `values` that MSK \
                  takes, whether it may stand in `server_properties` of Standard (`settable`) and Express brokers \
                  (`settable_express`), `takes_effect`, and the version that brought it (`since`).",
    example: "output \"default\" {\n  value = provider::msklint::setting(\"num.replica.fetchers\", \"3.6.0\").msk_default\n}",
    parameters: &[
        Parameter { name: "name", description: "The property.", ty: text, is_open: false },
        Parameter { name: "kafka_version", description: "The version, such as `3.6.0`.", ty: text, is_open: false },
    ],
    variadic: None,
    result: || {
        let texts = ["name", "type", "unit", "kafka_default", "msk_default", "takes_effect", "since", "note"];
        let mut fields: Vec<(std::rc::Rc<str>, Type)> = texts.map(|name| (name.into(), Type::String)).into();
        fields.extend(["min", "max"].map(|name| (name.into(), Type::Number)));
        fields.extend(["settable", "settable_express"].map(|name| (name.into(), Type::Bool)));
        fields.push(("values".into(), Type::List(Type::String.into())));
        Type::object(fields)
    },
    call: setting,
};

pub(super) static RULE: Function = Function {
    name: "rule",
    summary: "What a rule finds, and why",
    description: "Returns an object: `name`, `summary`, `level` under the policy `guide`, `page` in Markdown, and `url`.",
    example: "output \"why\" {\n  value = provider::msklint::rule(\"too-few-brokers\").page\n}",
    parameters: &[Parameter { name: "name", description: "The name of the rule.", ty: text, is_open: false }],
    variadic: None,
    result: || Type::object(["name", "summary", "level", "page", "url"].map(|name| (name.into(), Type::String))),
    call: rule,
};

fn setting(arguments: &[Value]) -> Result<Value, Fault> {
    let text = |index: usize| arguments.get(index).and_then(Value::as_str).unwrap_or_default();
    let name = text(0);
    let version = KafkaVersion::parse(text(1))
        .ok_or_else(|| Fault::new(format!("{} is no version of Kafka: write \"3.6.0\"", text(1))).of(1))?;
    let (msk, kafka) = (facts::broker_property(name), facts::kafka_broker_property(name));
    if msk.is_none() && kafka.is_none() {
        return Err(Fault::new(format!("Kafka has no broker property {name}")).of(0));
    }
    let value_type = msk.map(|row| row.value_type).or_else(|| kafka?.value_type(Some(version)));
    let kafka_default = kafka.and_then(|row| row.default(Some(version))).and_then(|default| match default {
        KafkaDefault::Value(value) => Some(value),
        KafkaDefault::Unset | KafkaDefault::Required => None,
    });
    let unit = msk.and_then(|row| row.unit).or_else(|| facts::Unit::of_name(name));
    let bound = |bound: Option<f64>| {
        bound
            .and_then(|bound| crate::eval::number::Number::parse(&bound.to_string()))
            .map_or_else(made::null, made::number)
    };
    Ok(made::object([
        ("name", made::text(name)),
        ("type", made::optional_text(value_type.map(ValueType::as_str))),
        ("unit", made::optional_text(unit.map(facts::Unit::as_str))),
        ("kafka_default", made::optional_text(kafka_default)),
        ("msk_default", made::optional_text(msk.and_then(|row| row.msk_default))),
        ("takes_effect", made::optional_text(msk.and_then(|row| row.kafka_update_mode).map(UpdateMode::as_str))),
        ("since", made::optional_text(kafka.map(|row| row.since.to_string()))),
        ("note", made::optional_text(msk.and_then(|row| row.note))),
        ("min", bound(msk.and_then(|row| row.min))),
        ("max", bound(msk.and_then(|row| row.max))),
        ("settable", made::flag(facts::settable(name, BrokerType::Standard))),
        ("settable_express", made::flag(facts::settable(name, BrokerType::Express))),
        ("values", made::list(msk.map_or(&[][..], |row| row.values).iter().map(|value| made::text(*value)))),
    ]))
}

fn rule(arguments: &[Value]) -> Result<Value, Fault> {
    let name = arguments.first().and_then(Value::as_str).unwrap_or_default();
    let rule = rules::find(name).ok_or_else(|| Fault::unknown("rule", name, rules::nearest(name)).of(0))?;
    Ok(made::object([
        ("name", made::text(rule.name)),
        ("summary", made::text(rule.summary)),
        ("level", made::text(Policy::guide().check(rule.name).level().as_str())),
        ("page", made::text(rule.page)),
        ("url", made::optional_text(report::rule_url(rule.name))),
    ]))
}
