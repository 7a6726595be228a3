//! The keys of an inventory: those of every kind of thing that it may expect, made of the one
//! list of kinds.

use super::{FLAG, Home, Key, TextForm, ValueForm, key, required, text, texts};
use crate::facts::resource_kinds;

const INVENTORY: &[Home] = &[Home::Inventory];
const NAME: ValueForm = text(TextForm::Reason);
const NAMES: ValueForm = texts(TextForm::Reason);
const COUNT: ValueForm = ValueForm::Count;

macro_rules! keys {
    ($($Kind:ident $key:literal $word:literal [$($more:literal $form:ident),*];)+) => {
        pub(super) const KEYS: &[Key] = &[
            key("env", ValueForm::TextMap, INVENTORY),
            $(
                key($key, ValueForm::Tables, INVENTORY),
                required(concat!($key, ".name"), NAME, INVENTORY),
                key(concat!($key, ".by_design"), NAME, INVENTORY),
                $( key(concat!($key, ".", $more), $form, INVENTORY), )*
            )+
        ];
    };
}
resource_kinds!(keys);
