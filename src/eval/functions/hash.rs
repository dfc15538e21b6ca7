//! Hashes of strings and of files.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use md5::Md5;
use sha1::{Digest, Sha1};
use sha2::{Sha256, Sha512};

use super::call::{Call, Outcome};
use crate::eval::types::Type;

/// The digest in hexadecimal.
pub(super) fn hex<D: Digest>(bytes: &[u8]) -> String {
    D::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The digest in base 64.
pub(super) fn base64<D: Digest>(bytes: &[u8]) -> String {
    STANDARD.encode(D::digest(bytes))
}

pub(super) fn md5(call: &mut Call) -> Outcome {
    Ok(call.string(hex::<Md5>(call.str(0)?.as_bytes())))
}

pub(super) fn sha1(call: &mut Call) -> Outcome {
    Ok(call.string(hex::<Sha1>(call.str(0)?.as_bytes())))
}

pub(super) fn sha256(call: &mut Call) -> Outcome {
    Ok(call.string(hex::<Sha256>(call.str(0)?.as_bytes())))
}

pub(super) fn sha512(call: &mut Call) -> Outcome {
    Ok(call.string(hex::<Sha512>(call.str(0)?.as_bytes())))
}

pub(super) fn base64sha256(call: &mut Call) -> Outcome {
    Ok(call.string(base64::<Sha256>(call.str(0)?.as_bytes())))
}

pub(super) fn base64sha512(call: &mut Call) -> Outcome {
    Ok(call.string(base64::<Sha512>(call.str(0)?.as_bytes())))
}

/// RFC 4122, version 5. The named namespaces differ in one digit of their identifiers.
pub(super) fn uuidv5(call: &mut Call) -> Outcome {
    let namespace = match call.str(0)? {
        "dns" => "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
        "url" => "6ba7b811-9dad-11d1-80b4-00c04fd430c8",
        "oid" => "6ba7b812-9dad-11d1-80b4-00c04fd430c8",
        "x500" => "6ba7b814-9dad-11d1-80b4-00c04fd430c8",
        other => other,
    };
    let digits: String = namespace.chars().filter(|letter| *letter != '-').collect();
    let plain = digits.len() == 32 && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    let Some(namespace) = u128::from_str_radix(&digits, 16).ok().filter(|_| plain && namespace.len() == 36) else {
        return Ok(call.beyond(Type::String));
    };
    let digest = Sha1::new().chain_update(namespace.to_be_bytes()).chain_update(call.str(1)?).finalize();
    let first = digest.iter().take(16).fold(0u128, |bits, byte| bits << 8 | u128::from(*byte));
    let versioned = first & !(0xf << 76) & !(0b11 << 62) | 5 << 76 | 0b10 << 62;
    let digits = format!("{versioned:032x}");
    let uuid = [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]].join("-");
    Ok(call.string(uuid))
}
