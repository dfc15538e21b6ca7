//! Calls as they come over the wire, also such as no host would make: an answer or a refusal, never a crash.

use msk_lint::provider::MskLint;
use msk_lint::provider::wire::provider as wire;
use msk_lint::provider::wire::provider::provider_server::Provider;
use rmpv::Value as Packed;
use tonic::Request;

fn wait<T>(call: impl Future<Output = Result<tonic::Response<T>, tonic::Status>>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(call).unwrap().into_inner()
}

fn encoded(value: &Packed) -> wire::Encoded {
    let mut msgpack = Vec::new();
    rmpv::encode::write_value(&mut msgpack, value).unwrap();
    wire::Encoded { msgpack, json: Vec::new() }
}

fn dynamic(ty: &str, value: Packed) -> Packed {
    Packed::Array(vec![Packed::Binary(ty.as_bytes().to_vec()), value])
}

fn call(name: &str, arguments: Vec<wire::Encoded>) -> wire::CallResponse {
    wait(MskLint::default().call_function(Request::new(wire::CallRequest { name: name.to_owned(), arguments })))
}

fn unknown() -> Packed {
    Packed::Ext(0, vec![0])
}

#[test]
fn unknown_and_null_never_fire() {
    let refined = Packed::Ext(12, vec![0x81, 0x01, 0xC2]);
    let cluster = |brokers: Packed| {
        let ty = r#"["object",{"number_of_broker_nodes":"number","kafka_version":"string"}]"#;
        dynamic(ty, Packed::Map(vec![("number_of_broker_nodes".into(), brokers), ("kafka_version".into(), unknown())]))
    };
    for subject in [Packed::Nil, unknown(), refined, cluster(unknown()), cluster(Packed::Nil), cluster(6.into())] {
        let response = call("ok", vec![encoded(&subject)]);
        assert_eq!(response.error, None);
        assert_eq!(response.result, Some(encoded(&true.into())), "{subject}");
    }
    let strict = dynamic(r#"["object",{"fail_on":"string"}]"#, Packed::Map(vec![("fail_on".into(), "warning".into())]));
    let response = call("ok", vec![encoded(&cluster(2.into())), encoded(&strict)]);
    assert_eq!(response.result, Some(encoded(&false.into())), "two brokers are known to be too few");
    // A host may send nothing at all for null.
    assert_eq!(call("ok", vec![wire::Encoded::default()]).result, Some(encoded(&true.into())));
}

#[test]
fn how_to_judge_must_be_known() {
    let few = encoded(&dynamic(
        r#"["object",{"number_of_broker_nodes":"number"}]"#,
        Packed::Map(vec![("number_of_broker_nodes".into(), 2.into())]),
    ));
    let ignore = r#"["object",{"fail_on":"string","ignore":["list","string"]}]"#;
    let options = |ignore: Packed| Packed::Map(vec![("fail_on".into(), "warning".into()), ("ignore".into(), ignore)]);
    for unknown in [unknown(), dynamic(ignore, options(unknown()))] {
        for name in ["ok", "lint", "report"] {
            let response = call(name, vec![few.clone(), encoded(&unknown)]);
            assert_eq!((response.error, response.result), (None, Some(encoded(&self::unknown()))), "{name}");
        }
    }
    let known = dynamic(ignore, options(Packed::Array(vec!["too-few-brokers".into()])));
    assert_eq!(call("ok", vec![few, encoded(&known)]).result, Some(encoded(&true.into())));
}

#[test]
fn a_text_beside_a_resource_is_no_text_of_properties() {
    let subject = Packed::Map(vec![
        ("cluster".into(), Packed::Map(vec![("number_of_broker_nodes".into(), 6.into())])),
        ("name".into(), "main cluster".into()),
    ]);
    let ty = r#"["object",{"cluster":["object",{"number_of_broker_nodes":"number"}],"name":"string"}]"#;
    let refusal = call("lint", vec![encoded(&dynamic(ty, subject))]).error.unwrap();
    assert!(refusal.text.contains("give a resource of MSK"), "{}", refusal.text);
}

#[test]
fn every_kind_of_value_is_read() {
    let ty = r#"["object",{"server_properties":"string","a":["list","number"],"b":["set","string"],"c":["map","bool"],"d":["tuple",["string",["object",{}]]],"e":"dynamic"}]"#;
    let value = Packed::Map(vec![
        ("server_properties".into(), "log.dirs=/tmp".into()),
        ("a".into(), Packed::Array(vec![1.into(), 1.5.into(), "12345678901234567890123".into(), unknown()])),
        ("b".into(), Packed::Array(vec!["x".into()])),
        ("c".into(), Packed::Map(vec![("k".into(), true.into()), ("n".into(), Packed::Nil)])),
        ("d".into(), Packed::Array(vec!["x".into(), Packed::Map(Vec::new())])),
        ("e".into(), dynamic("\"string\"", "x".into())),
    ]);
    let response = call("lint", vec![encoded(&dynamic(ty, value))]);
    let refusal = response.error.unwrap();
    assert!(refusal.text.contains("aws_msk_configuration has no attribute a"), "all of it was read: {}", refusal.text);
    assert_eq!(refusal.argument, Some(0));
}

#[test]
fn what_no_host_would_send_is_refused() {
    let deep = |depth: usize| {
        let mut ty = "\"string\"".to_owned();
        let mut value: Packed = "x".into();
        for _ in 0..depth {
            ty = format!("[\"list\",{ty}]");
            value = Packed::Array(vec![value]);
        }
        encoded(&dynamic(&ty, value))
    };
    let raw = |msgpack: &[u8]| wire::Encoded { msgpack: msgpack.to_vec(), json: Vec::new() };
    for argument in [
        raw(&[0x92, 0xC4]),
        raw(&[0xDD, 0xFF, 0xFF, 0xFF, 0xFF]),
        raw(&[0xDF, 0xFF, 0xFF, 0xFF, 0xFF, 0xA1]),
        raw(&[0xC0, 0xC0]),
        raw(&[0x91; 100_000]),
        deep(60),
        wire::Encoded { msgpack: Vec::new(), json: b"1".to_vec() },
        encoded(&dynamic("\"number\"", "x".into())),
        encoded(&dynamic("\"nonsense\"", "x".into())),
        encoded(&dynamic("\"dynamic\"", "x".into())),
        encoded(&Packed::Array(vec!["x".into()])),
        encoded(&dynamic(r#"["object",{"a":"string"}]"#, Packed::Map(vec![(1.into(), "x".into())]))),
        encoded(&dynamic(r#"["object",{"a":"string"}]"#, Packed::Map(vec![("b".into(), "x".into())]))),
        encoded(&dynamic("\"bool\"", true.into())),
    ] {
        let shown = format!("{:?}", &argument.msgpack[..argument.msgpack.len().min(20)]);
        let response = call("lint", vec![argument]);
        assert!(response.error.is_some() && response.result.is_none(), "{shown}");
    }
    assert!(call("nonsense", Vec::new()).error.unwrap().text.contains("no function nonsense"));
    assert!(call("lint", Vec::new()).error.is_some());
    assert!(call("rule", vec![encoded(&"too-few-brokers".into()); 2]).error.is_some());
}

#[test]
fn huge_maps_are_answered() {
    let properties: String = (0..2_000).map(|number| format!("num.partitions.{number}=1\n")).collect();
    let response = call("ok", vec![encoded(&dynamic("\"string\"", properties.into()))]);
    assert_eq!(response.error, None);
}

#[test]
fn every_function_declares_types_that_hosts_can_read() {
    let schema = wait(MskLint::default().get_provider_schema(Request::new(wire::SchemaRequest {})));
    assert_eq!(
        schema.functions,
        wait(MskLint::default().get_functions(Request::new(wire::FunctionsRequest {}))).functions
    );
    assert_eq!(schema.functions.len(), 9);
    for (name, function) in &schema.functions {
        let types = function.parameters.iter().chain(&function.variadic).map(|parameter| &parameter.r#type);
        for ty in types.chain([&function.result.as_ref().unwrap().r#type]) {
            serde_json::from_slice::<serde_json::Value>(ty).expect(name);
        }
        let names: Vec<&String> =
            function.parameters.iter().chain(&function.variadic).map(|parameter| &parameter.name).collect();
        let mut distinct = names.clone();
        distinct.sort();
        distinct.dedup();
        assert_eq!(distinct.len(), names.len(), "{name}: hosts refuse two parameters of one name");
    }
    assert!(schema.provider.is_some(), "hosts insist on it");
    assert_eq!(schema.data_sources.len(), 2);
}

#[test]
fn data_sources_are_refused_whole_where_they_cannot_be_read() {
    let config = Some(encoded(&Packed::Map(vec![("nonsense".into(), 1.into())])));
    let request = wire::ReadDataRequest { type_name: "msklint_lint".to_owned(), config, ..Default::default() };
    let response = wait(MskLint::default().read_data_source(Request::new(request)));
    assert_eq!((response.state, response.diagnostics.len()), (None, 1));
    let request = wire::ReadDataRequest { type_name: "msklint_nonsense".to_owned(), ..Default::default() };
    assert_eq!(wait(MskLint::default().read_data_source(Request::new(request))).diagnostics.len(), 1);
    let request = wire::ValidateDataRequest { type_name: "msklint_rules".to_owned(), config: Some(encoded(&7.into())) };
    assert_eq!(wait(MskLint::default().validate_data_resource_config(Request::new(request))).diagnostics.len(), 1);
}

#[test]
fn the_provider_says_what_is_wrong_with_its_settings() {
    let config = |policy: Packed| {
        let pairs = vec![("policy".into(), policy), ("fail_on".into(), Packed::Nil), ("ignore".into(), unknown())];
        Some(encoded(&Packed::Map(pairs)))
    };
    let validate = |policy: Packed| {
        let request = wire::ValidateProviderRequest { config: config(policy) };
        wait(MskLint::default().validate_provider_config(Request::new(request))).diagnostics
    };
    assert_eq!(validate(unknown()), []);
    assert_eq!(validate("aws".into()), []);
    assert_eq!(validate("gide".into()).len(), 1);
}

#[test]
fn nothing_is_judged_under_a_policy_that_is_not_known() {
    let provider = MskLint::default();
    let names = ["policy", "fail_on", "ignore"];
    let config =
        Packed::Map(names.map(|name| (name.into(), if name == "policy" { unknown() } else { Packed::Nil })).into());
    let configure = wire::ConfigureRequest { config: Some(encoded(&config)), ..Default::default() };
    assert_eq!(wait(provider.configure_provider(Request::new(configure))).diagnostics, []);
    let read = |name: &str, given: &[(&str, Packed)]| {
        let schema = wait(provider.get_provider_schema(Request::new(wire::SchemaRequest {})));
        let block = schema.data_sources[name].block.clone().unwrap();
        let attributes = block.attributes.iter().map(|attribute| (attribute.name.as_str(), Packed::Nil));
        let blocks = block.blocks.iter().map(|block| (block.type_name.as_str(), Packed::Array(Vec::new())));
        let value = |(name, empty): (&str, Packed)| {
            let given = given.iter().find(|(given, _)| *given == name).map(|(_, value)| value.clone());
            (name.into(), given.unwrap_or(empty))
        };
        let config = Some(encoded(&Packed::Map(attributes.chain(blocks).map(value).collect())));
        let request = wire::ReadDataRequest { type_name: name.to_owned(), config, ..Default::default() };
        let response = wait(provider.read_data_source(Request::new(request)));
        let state = rmpv::decode::read_value(&mut &response.state.unwrap().msgpack[..]).unwrap();
        (state, response.diagnostics)
    };
    let (rules, _) = read("msklint_rules", &[]);
    assert!(rules["rules"].as_array().unwrap().iter().all(|rule| rule["level"].is_nil()));
    let few = [("number_of_broker_nodes", 2.into()), ("fail_on", "warning".into())];
    let (state, diagnostics) = read("msklint_lint", &few);
    assert_eq!((&state["ok"], state["findings"].as_array().unwrap().len()), (&true.into(), 0));
    assert!(state["report"].as_str().unwrap().contains("policy is known only after apply"), "{state}");
    assert_eq!(diagnostics.iter().map(|diagnostic| diagnostic.severity).collect::<Vec<_>>(), [2], "one warning");
}

#[test]
fn a_provider_that_nobody_configured_stops_too() {
    assert_eq!(wait(MskLint::default().stop_provider(Request::new(wire::StopRequest {}))).error, "");
}
