//! What a host tells a plugin in the environment that it starts it in.

use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;

/// Proves that a host of Terraform plugins started this process, and nobody by hand.
const COOKIE: (&str, &str) =
    ("TF_PLUGIN_MAGIC_COOKIE", "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2");

/// The version of the plugin protocol that is served.
pub(super) const PROTOCOL: u32 = 6;

/// A host that started this process.
#[derive(Debug, PartialEq, Eq)]
pub struct Host {
    /// Its certificate in PEM; without one the connection is plain.
    pub certificate: Option<String>,
    /// The folder it wants sockets in.
    pub socket_folder: Option<PathBuf>,
}

/// Why a process is no plugin.
#[derive(Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No host started it.
    NoHost,
    /// The host speaks other versions of the protocol, as it lists them.
    Protocol(String),
    /// A variable is no text.
    NotText(&'static str),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoHost => f.write_str(
                "this is the msklint provider for Terraform: Terraform starts it, it does nothing by hand.\n\
                 See https://developer.hashicorp.com/terraform/language/providers on how to use a provider, or start it \
                 with --debug to attach Terraform to it.",
            ),
            Self::Protocol(offered) => write!(
                f,
                "the host offers plugin protocol {offered}; this provider speaks {PROTOCOL}: use Terraform 1.0 or later"
            ),
            Self::NotText(name) => write!(f, "the environment variable {name} is no text"),
        }
    }
}

impl Host {
    /// Reads the environment.
    ///
    /// # Errors
    /// When no host started this process, or one that speaks other protocols.
    pub fn read(variable: impl Fn(&'static str) -> Option<OsString>) -> Result<Self, Refusal> {
        let text = |name: &'static str| {
            variable(name).map(|value| value.into_string().map_err(|_| Refusal::NotText(name))).transpose()
        };
        if text(COOKIE.0).ok().flatten().as_deref() != Some(COOKIE.1) {
            return Err(Refusal::NoHost);
        }
        // Hosts list the versions in no order; one that lists none is older than the list.
        let offered = text("PLUGIN_PROTOCOL_VERSIONS")?.unwrap_or_else(|| "5".to_owned());
        if !offered.split(',').any(|version| version.trim().parse() == Ok(PROTOCOL)) {
            return Err(Refusal::Protocol(offered));
        }
        Ok(Self {
            certificate: text("PLUGIN_CLIENT_CERT")?.filter(|pem| !pem.is_empty()),
            socket_folder: variable("PLUGIN_UNIX_SOCKET_DIR").filter(|folder| !folder.is_empty()).map(PathBuf::from),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(variables: &[(&str, &str)]) -> Result<Host, Refusal> {
        Host::read(|name| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| OsString::from(value)))
    }

    #[test]
    fn a_host_is_known_by_its_cookie() {
        assert_eq!(read(&[]), Err(Refusal::NoHost));
        assert_eq!(read(&[(COOKIE.0, "1"), ("PLUGIN_PROTOCOL_VERSIONS", "6")]), Err(Refusal::NoHost));
    }

    #[test]
    fn the_protocol_must_be_among_those_offered() {
        let offered = |versions| read(&[(COOKIE.0, COOKIE.1), ("PLUGIN_PROTOCOL_VERSIONS", versions)]);
        for versions in ["6", "5,6", "6,5", "5, 6"] {
            assert_eq!(offered(versions), Ok(Host { certificate: None, socket_folder: None }), "{versions}");
        }
        for versions in ["5", "", "66", "six"] {
            assert_eq!(offered(versions), Err(Refusal::Protocol(versions.to_owned())), "{versions}");
        }
        assert_eq!(read(&[(COOKIE.0, COOKIE.1)]), Err(Refusal::Protocol("5".to_owned())));
    }
}
