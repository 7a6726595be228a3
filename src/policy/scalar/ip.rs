//! Addresses and ranges, both families.

// The address types alone; the fenced module is about sockets.
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::policy) enum Version {
    V4,
    V6,
}

/// All addresses from first to last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::policy) struct Range {
    pub(in crate::policy) version: Version,
    pub(in crate::policy) first: u128,
    pub(in crate::policy) last: u128,
}

impl Range {
    /// `10.0.0.0/8`, `2001:db8::/32`, or one address.
    pub(in crate::policy) fn read(text: &str) -> Option<Self> {
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text, None),
        };
        let (version, address) = read(address)?;
        let width = match version {
            Version::V4 => 32_u32,
            Version::V6 => 128,
        };
        let length = match prefix {
            None => width,
            Some(digits) if digits.len() <= 3 && digits.bytes().all(|b| b.is_ascii_digit()) => {
                digits.parse().ok().filter(|length| *length <= width)?
            }
            Some(_) => return None,
        };
        let all = u128::MAX.checked_shr(128 - width).unwrap_or(0);
        let host = all.checked_shr(length).unwrap_or(0);
        Some(Self {
            version,
            first: address & !host,
            last: address | host,
        })
    }

    pub(in crate::policy) fn contains(&self, address: (Version, u128)) -> bool {
        self.version == address.0 && (self.first..=self.last).contains(&address.1)
    }
}

pub(in crate::policy) fn read(text: &str) -> Option<(Version, u128)> {
    match text.parse::<IpAddr>().ok()? {
        IpAddr::V4(address) => Some((Version::V4, u128::from(u32::from(address)))),
        IpAddr::V6(address) => Some((Version::V6, u128::from(address))),
    }
}

pub(in crate::policy) fn text((version, address): (Version, u128)) -> String {
    match version {
        Version::V4 => Ipv4Addr::from(u32::try_from(address).unwrap_or(u32::MAX)).to_string(),
        Version::V6 => Ipv6Addr::from(address).to_string(),
    }
}
