//! A draft's write as its own type: a draft is data, and its serde form says which
//! kind it is.

use serde::de::DeserializeOwned;
use watchkeeper::gate::writes::Write;

/// Panics where it is of another kind.
pub fn of_kind<T: DeserializeOwned>(write: &Write, kind: &str) -> T {
    assert_eq!(write.registered().kind, kind, "{write:?}");
    let mut value = serde_json::to_value(write).unwrap();
    serde_json::from_value(value[kind].take()).unwrap()
}

/// Changes one of this kind in its place.
pub fn change<T>(write: &mut Write, kind: &str, change: impl FnOnce(&mut T))
where
    T: DeserializeOwned + Into<Write>,
{
    let mut inner = of_kind(write, kind);
    change(&mut inner);
    *write = inner.into();
}
