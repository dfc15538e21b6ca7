//! Mutual TLS as hosts of plugins expect it: a certificate of our own for this process, and one of the host's that is
//! trusted, and no other.
//!
//! The host's certificate signs itself, is one of an authority, and its key lies on the curve P-521. `ring` does not know
//! the curve, and the verifier of `rustls` refuses an authority as a client: so the bytes are compared, and the curve comes
//! from the crate `p521`.

use std::fmt::Display;
use std::io;
use std::sync::Arc;

use p521::ecdsa::signature::Verifier;
use p521::ecdsa::{Signature, VerifyingKey};
use rustls::client::danger::HandshakeSignatureValid;
use rustls::crypto::{WebPkiSupportedAlgorithms, ring, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{
    AlgorithmIdentifier, CertificateDer, InvalidSignature, PrivateKeyDer, SignatureVerificationAlgorithm, UnixTime,
    alg_id,
};
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::{
    CertificateError, DigitallySignedStruct, DistinguishedName, Error, ServerConfig, SignatureScheme, version::TLS13,
};

/// What it takes to be talked to over TLS by one host.
pub(super) struct Identity {
    /// Our certificate in DER, which the host trusts.
    pub(super) certificate: CertificateDer<'static>,
    /// How connections are accepted.
    pub(super) config: Arc<ServerConfig>,
}

impl Identity {
    /// A new identity for one host, by its certificate in PEM.
    ///
    /// # Errors
    /// When that is no certificate.
    pub(super) fn towards(host: &str) -> io::Result<Self> {
        let host = CertificateDer::from_pem_slice(host.as_bytes())
            .map_err(|error| invalid(format!("the host's certificate cannot be read: {error}")))?;
        let key = rcgen::KeyPair::generate().map_err(invalid)?;
        let own = rcgen::CertificateParams::new(["localhost".to_owned()]).and_then(|params| params.self_signed(&key));
        let certificate = own.map_err(invalid)?.der().clone();
        let key = PrivateKeyDer::try_from(key.serialize_der()).map_err(invalid)?;
        let mut config = ServerConfig::builder_with_provider(ring::default_provider().into())
            .with_protocol_versions(&[&TLS13])
            .map_err(invalid)?
            .with_client_cert_verifier(Arc::new(OneHost { certificate: host }))
            .with_single_cert(vec![certificate.clone()], key)
            .map_err(invalid)?;
        config.alpn_protocols = vec![b"h2".to_vec()];
        Ok(Self { certificate, config: config.into() })
    }
}

fn invalid(reason: impl Display) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, reason.to_string())
}

/// Lets in whoever has one certificate and its key.
#[derive(Debug)]
struct OneHost {
    certificate: CertificateDer<'static>,
}

impl ClientCertVerifier for OneHost {
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &[]
    }

    fn verify_client_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        match *end_entity == self.certificate {
            true => Ok(ClientCertVerified::assertion()),
            false => Err(CertificateError::ApplicationVerificationFailure.into()),
        }
    }

    fn verify_tls12_signature(
        &self,
        _message: &[u8],
        _certificate: &CertificateDer<'_>,
        _signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Err(Error::General("only TLS 1.3 is spoken".to_owned()))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signature, &ALGORITHMS)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        ALGORITHMS.supported_schemes()
    }
}

/// How hosts sign: on P-521 today; on the smaller curves should they come to.
static ALGORITHMS: WebPkiSupportedAlgorithms = WebPkiSupportedAlgorithms {
    all: &[&P521Sha512, webpki::ring::ECDSA_P256_SHA256, webpki::ring::ECDSA_P384_SHA384],
    mapping: &[
        (SignatureScheme::ECDSA_NISTP521_SHA512, &[&P521Sha512]),
        (SignatureScheme::ECDSA_NISTP256_SHA256, &[webpki::ring::ECDSA_P256_SHA256]),
        (SignatureScheme::ECDSA_NISTP384_SHA384, &[webpki::ring::ECDSA_P384_SHA384]),
    ],
};

/// ECDSA on the curve P-521 with SHA-512.
#[derive(Debug)]
struct P521Sha512;

impl SignatureVerificationAlgorithm for P521Sha512 {
    fn verify_signature(&self, public_key: &[u8], message: &[u8], signature: &[u8]) -> Result<(), InvalidSignature> {
        let key = VerifyingKey::from_sec1_bytes(public_key).map_err(|_| InvalidSignature)?;
        let signature = Signature::from_der(signature).map_err(|_| InvalidSignature)?;
        key.verify(message, &signature).map_err(|_| InvalidSignature)
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        alg_id::ECDSA_P521
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        alg_id::ECDSA_SHA512
    }
}
