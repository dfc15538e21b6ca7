//! Address arithmetic of the `cidr…` functions.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::call::{Call, Fault, Outcome};
use crate::eval::number::Number;
use crate::eval::value::Kind;

/// An address range: the address aligned to the low end of 128 bits, and how many bits it has.
#[derive(Clone, Copy)]
struct Network {
    address: u128,
    length: u32,
    bits: u32,
}

impl Network {
    fn parse(text: &str) -> Result<Self, Fault> {
        let invalid = || Fault::Refused(format!("invalid CIDR expression: {text:?}"));
        let (address, length) = text.split_once('/').ok_or_else(invalid)?;
        let (address, bits) = parse_address(address).ok_or_else(invalid)?;
        let digits = !length.is_empty() && length.bytes().all(|byte| byte.is_ascii_digit());
        let length: u32 = length.parse().ok().filter(|_| digits).ok_or_else(invalid)?;
        if length > bits {
            return Err(invalid());
        }
        Ok(Self { address: address & !low_bits(bits - length), length, bits })
    }

    /// The number of addresses, less one.
    fn last(self) -> u128 {
        low_bits(self.bits - self.length)
    }

    fn extended(self, by: i64) -> Result<Self, Fault> {
        let by = u32::try_from(by).map_err(|_| Fault::Limit("a negative prefix extension"))?;
        let length = self.length.saturating_add(by);
        if length > self.bits {
            return Err(format!("insufficient address space to extend prefix of {} by {by}", self.length).into());
        }
        Ok(Self { length, ..self })
    }

    fn address(self) -> String {
        match self.bits {
            32 => Ipv4Addr::from(self.address as u32).to_string(),
            _ => Ipv6Addr::from(self.address).to_string(),
        }
    }

    fn cidr(self) -> String {
        format!("{}/{}", self.address(), self.length)
    }
}

/// IPv4 numbers may have leading zeros here, as they once could everywhere.
fn parse_address(text: &str) -> Option<(u128, u32)> {
    if text.contains(':') {
        return match text.parse().ok()? {
            IpAddr::V6(address) => Some((address.into(), 128)),
            IpAddr::V4(_) => None,
        };
    }
    let numbers: Vec<u8> = text
        .split('.')
        .map(|number| number.bytes().all(|byte| byte.is_ascii_digit()).then(|| number.parse().ok()).flatten())
        .collect::<Option<_>>()?;
    let [a, b, c, d] = numbers.try_into().ok()?;
    Some((u32::from(Ipv4Addr::new(a, b, c, d)).into(), 32))
}

fn low_bits(count: u32) -> u128 {
    match count {
        0 => 0,
        _ => u128::MAX >> (128 - count.min(128)),
    }
}

fn whole(number: &Number) -> Result<i128, Fault> {
    let small = number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from));
    small.ok_or_else(|| {
        if number.is_integer() { Fault::Limit("a host number") } else { "a whole number is required".into() }
    })
}

/// Negative numbers count from the end.
pub(super) fn cidrhost(call: &mut Call) -> Outcome {
    let (network, number) = (Network::parse(call.str(0)?)?, whole(call.num(1)?)?);
    let host = if number < 0 { number.unsigned_abs() - 1 } else { number.unsigned_abs() };
    if host > network.last() {
        return Err(format!("prefix of {} does not accommodate a host numbered {number}", network.length).into());
    }
    let host = if number < 0 { network.last() - host } else { host };
    Ok(call.string(Network { address: network.address | host, ..network }.address()))
}

pub(super) fn cidrnetmask(call: &mut Call) -> Outcome {
    let network = Network::parse(call.str(0)?)?;
    if network.bits != 32 {
        return Err("IPv6 addresses cannot have a netmask".into());
    }
    Ok(call.string(Ipv4Addr::from(!(network.last() as u32)).to_string()))
}

pub(super) fn cidrsubnet(call: &mut Call) -> Outcome {
    let network = Network::parse(call.str(0)?)?;
    let subnet = network.extended(call.int(1)?)?;
    let number = whole(call.num(2)?)?;
    let added = subnet.length - network.length;
    if number < 0 {
        return Err(Fault::Limit("a negative subnet number"));
    }
    let fits = u128::try_from(number).ok().filter(|number| *number <= low_bits(added));
    let Some(number) = fits else {
        return Err(format!("prefix extension of {added} does not accommodate a subnet numbered {number}").into());
    };
    let address = network.address | number.checked_shl(subnet.bits - subnet.length).unwrap_or(0);
    Ok(call.string(Network { address, ..subnet }.cidr()))
}

/// Subnets one after the other, each aligned to its own size.
pub(super) fn cidrsubnets(call: &mut Call) -> Outcome {
    let network = Network::parse(call.str(0)?)?;
    let end = network.address | network.last();
    let mut next = Some(network.address);
    let mut subnets = Vec::new();
    for index in 1..call.arguments.len() {
        let newbits = call.int(index)?;
        if newbits < 1 {
            return Err("must extend prefix by at least one bit".into());
        }
        let subnet = network.extended(newbits)?;
        let last = subnet.last();
        let aligned = next.and_then(|next| next.checked_add(last)).map(|address| address & !last);
        let fits = aligned.filter(|address| *address <= end && end - address >= last);
        let address = fits.ok_or("not enough remaining address space for a subnet of this size")?;
        next = (address | last).checked_add(1);
        subnets.push(call.string(Network { address, ..subnet }.cidr()));
    }
    Ok(call.value(Kind::List(subnets.into())))
}
