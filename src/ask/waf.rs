//! What is asked of WAF: what a regional web ACL protects.

use super::define::asks;
use crate::facts::{ResourceName, WebAclState};

asks! {
    WafAsk => WafAnswer of "WAFV2" as "wafv2";

    WebAcl(ResourceName) -> WebAclState {
        words: "what the web ACL protects (wafv2:ListResourcesForWebACL)",
        calls: [ListWebACLs, ListResourcesForWebACL],
    }
}
