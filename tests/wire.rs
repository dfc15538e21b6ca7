//! The committed code of the wire contracts is what `proto/` says.

#![allow(clippy::unwrap_used)]

use std::path::Path;

const CONTRACTS: [(&str, &str); 3] =
    [("provider.proto", "tfplugin6"), ("controller.proto", "plugin"), ("health.proto", "grpc.health.v1")];

#[test]
fn committed_code_is_current() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let out = tempfile::tempdir().unwrap();
    let descriptors =
        protox::compile(CONTRACTS.map(|(file, _)| root.join("proto").join(file)), [root.join("proto")]).unwrap();
    tonic_prost_build::configure()
        .build_client(false)
        .generate_default_stubs(true)
        .out_dir(out.path())
        .compile_fds(descriptors)
        .unwrap();
    for (contract, package) in CONTRACTS {
        let text = std::fs::read_to_string(out.path().join(format!("{package}.rs"))).unwrap();
        let text = format!("//! The contract of `proto/{contract}`, made from it.\n\n{text}");
        let committed = root.join("src/provider/wire/generated").join(format!("{}.rs", package.replace('.', "_")));
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            std::fs::write(&committed, &text).unwrap();
        }
        assert_eq!(std::fs::read_to_string(&committed).unwrap_or_default(), text, "UPDATE_EXPECT=1 writes it");
    }
}
