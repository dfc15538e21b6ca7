//! Bootstrap servers: which of them are MSK's, and which are nobody's but the developer's.

/// The brokers that a client starts from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bootstrap {
    /// Hosts and ports, in order.
    pub servers: Vec<Server>,
}

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// The host's name or address.
    pub host: String,
    /// The port, if one is written.
    pub port: Option<u16>,
}

impl Bootstrap {
    /// Reads a list with commas; a protocol before a host is dropped.
    pub fn parse(text: &str) -> Self {
        let entries = text.split(',').map(str::trim).filter(|entry| !entry.is_empty());
        Self { servers: entries.map(Server::parse).collect() }
    }

    /// Whether a server is MSK's.
    pub fn is_msk(&self) -> bool {
        self.servers.iter().any(Server::is_msk)
    }

    /// Whether all are local.
    pub fn is_local(&self) -> bool {
        !self.servers.is_empty() && self.servers.iter().all(Server::is_local)
    }
}

impl Server {
    /// Reads one entry.
    pub fn parse(entry: &str) -> Self {
        let entry = entry.rsplit_once("://").map_or(entry, |(_, rest)| rest);
        match entry.rsplit_once(':').map(|(host, port)| (host, port.parse())) {
            Some((host, Ok(port))) => Self { host: host.to_owned(), port: Some(port) },
            _ => Self { host: entry.to_owned(), port: None },
        }
    }

    /// Whether it is a host of MSK, provisioned or serverless.
    pub fn is_msk(&self) -> bool {
        let host = self.host.to_ascii_lowercase();
        let is_aws = host.ends_with(".amazonaws.com") || host.ends_with(".amazonaws.com.cn");
        is_aws && (host.contains(".kafka.") || host.contains(".kafka-serverless."))
    }

    /// Whether it is a serverless cluster's one endpoint.
    pub fn is_serverless(&self) -> bool {
        self.is_msk() && self.host.contains(".kafka-serverless.")
    }

    /// The number of the broker in `b-1.name…`, which a provisioned cluster's hosts start with.
    pub fn broker(&self) -> Option<u32> {
        if !self.is_msk() {
            return None;
        }
        let first = self.host.split('.').next()?.trim_end_matches("-public");
        first.strip_prefix("b-")?.parse().ok()
    }

    /// The cluster's name in `b-1.name.id.c2.kafka.region.amazonaws.com`.
    pub fn cluster_name(&self) -> Option<&str> {
        self.broker()?;
        self.host.split('.').nth(1)
    }

    /// Whether it is this machine, or a name without a domain, as in a Docker network.
    fn is_local(&self) -> bool {
        let host = self.host.trim_matches(['[', ']']);
        !host.contains('.') || matches!(host, "127.0.0.1" | "0.0.0.0" | "host.docker.internal" | "kafka.local")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_told_apart() {
        let msk = Bootstrap::parse(
            "b-1.orders.abc123.c2.kafka.eu-west-1.amazonaws.com:9098, b-2.orders.abc123.c2.kafka.eu-west-1.amazonaws.com:9098",
        );
        assert!(msk.is_msk() && !msk.is_local());
        assert_eq!(msk.servers[0].port, Some(9098));
        assert_eq!((msk.servers[1].broker(), msk.servers[1].cluster_name()), (Some(2), Some("orders")));
        let public = Bootstrap::parse("b-3-public.orders.abc.c2.kafka.eu-west-1.amazonaws.com:9198");
        assert_eq!(public.servers[0].broker(), Some(3));
        let serverless = Bootstrap::parse("boot-abc.c1.kafka-serverless.us-east-1.amazonaws.com:9098");
        assert!(serverless.servers[0].is_serverless() && serverless.servers[0].broker().is_none());
        for local in ["localhost:9092", "kafka:9092,kafka2:9092", "PLAINTEXT://127.0.0.1:29092"] {
            assert!(Bootstrap::parse(local).is_local(), "{local}");
        }
        assert!(!Bootstrap::parse("").is_local());
        assert!(!Bootstrap::parse("kafka.example.com:9092").is_local());
    }
}
