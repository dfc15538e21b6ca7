//! C#: Confluent.Kafka.

use crate::{NOTHING, findings};

#[test]
#[cfg(feature = "csharp")]
fn csharp_with_confluent_kafka() {
    let csharp = r#"
using System;
using Confluent.Kafka;

namespace Orders;

public class Publisher
{
    private readonly ConsumerConfig _consumer = new()
    {
        GroupId = "orders",
        SessionTimeoutMs = 6_000,
        SaslPassword = "geheim",
    };

    public Publisher(IConfiguration configuration)
    {
        var config = new ProducerConfig(Base(configuration))
        {
            Acks = Acks.Leader,
            MessageSendMaxRetries = 0,
            SslEndpointIdentificationAlgorithm = SslEndpointIdentificationAlgorithm.None,
            SecurityProtocol = SecurityProtocol.SaslSsl,
        };
        config.MessageTimeoutMs = 30 * 1000;
        config.Set("reconnect.backoff.ms", "5");
        if (configuration.GetValue<bool>("fast")) config.LingerMs = 0;
        using var producer = new ProducerBuilder<string, string>(config).Build();
    }

    private static ClientConfig Base(IConfiguration configuration) =>
        new ClientConfig { BootstrapServers = configuration["Kafka:Brokers"], SocketTimeoutMs = Timeout };
}
"#;
    assert_eq!(
        findings(&[("src/Publisher.cs", csharp)]),
        [
            "session-timeout-too-short src/Publisher.cs:12:9 SessionTimeoutMs = 6_000 [6_000 -> 45000]",
            "secret-in-client src/Publisher.cs:13:9 SaslPassword = \"geheim\"",
            "acks-too-weak src/Publisher.cs:20:13 Acks = Acks.Leader [Acks.Leader -> Acks.All]",
            "retries-too-few src/Publisher.cs:21:13 MessageSendMaxRetries = 0",
            "tls-verification-off src/Publisher.cs:22:13 SslEndpointIdentificationAlgorithm = \
             SslEndpointIdentificationAlgorithm.None",
            "delivery-timeout-too-short src/Publisher.cs:25:9 config.MessageTimeoutMs = 30 * 1000",
            "backoff-too-aggressive src/Publisher.cs:26:9 config.Set(\"reconnect.backoff.ms\", \"5\") [5 -> 250]",
        ]
    );
    assert_eq!(findings(&[("Orders.Tests/Publisher.cs", csharp)]), NOTHING);
    let project = "<ItemGroup><PackageReference Include=\"Confluent.Kafka\" Version=\"2.3.0\" /></ItemGroup>";
    let simple = "using Confluent.Kafka;\nvar c = new ProducerConfig { BootstrapServers = \
                  \"b-1.a.b.c2.kafka.eu-west-1.amazonaws.com:9098,b-2.a.b.c2.kafka.eu-west-1.amazonaws.com:9098\" };\n";
    let found = findings(&[("src/A.csproj", project), ("src/Program.cs", simple)]);
    assert!(found.iter().any(|found| found.starts_with("rebootstrap-disabled")), "{found:?}");
}

#[test]
#[cfg(feature = "csharp")]
fn a_fallback_in_csharp_is_not_what_counts() {
    let code = "\
using Confluent.Kafka;
class Pool {
    IProducer<string, string> Rent(Options options) {
        var config = new ProducerConfig { BootstrapServers = options.Servers };
        config.MessageTimeoutMs ??= 5000;
        config.RequestTimeoutMs = 3000;
        return new ProducerBuilder<string, string>(config).Build();
    }
}
";
    let findings = findings(&[("Pool.cs", code)]);
    let of = |rule: &str| findings.iter().filter(|finding| finding.starts_with(rule)).count();
    assert_eq!((of("delivery-timeout-too-short"), of("connection-timeout-too-short")), (0, 1), "{findings:#?}");
}
