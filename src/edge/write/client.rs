//! Makes the writing client of one approved plan. No other file may build one.
//!
//! It lives for one plan, owns its permit, and never sends anything twice:
//! retries are off, because a library that repeats a write reports what the
//! second one found.

mod put_object;

use std::sync::Arc;

use aws_smithy_runtime_api::client::interceptors::SharedInterceptor;
use aws_smithy_types::retry::RetryConfig;

use super::{
    answered::Answers,
    permit::{Lock, Permit},
};
use crate::edge::aws::Signing;

/// With the credentials that it signs with.
pub(super) struct Client<'a> {
    pub iam: aws_sdk_iam::Client,
    pub cloudformation: aws_sdk_cloudformation::Client,
    pub servicediscovery: aws_sdk_servicediscovery::Client,
    pub permit: Arc<Permit>,
    pub answers: Answers,
    pub signing: &'a Signing,
}

impl<'a> Client<'a> {
    pub(super) fn open(signing: &'a Signing, permit: Permit) -> Self {
        let (permit, answers) = (Arc::new(permit), Answers::default());
        let mut iam = aws_sdk_iam::config::Builder::from(signing.config())
            .retry_config(RetryConfig::disabled());
        iam.push_interceptor(SharedInterceptor::permanent(Lock(Arc::clone(&permit))));
        iam.push_interceptor(SharedInterceptor::permanent(answers.clone()));
        let mut cloudformation = aws_sdk_cloudformation::config::Builder::from(signing.config())
            .retry_config(RetryConfig::disabled());
        cloudformation.push_interceptor(SharedInterceptor::permanent(Lock(Arc::clone(&permit))));
        cloudformation.push_interceptor(SharedInterceptor::permanent(answers.clone()));
        let mut servicediscovery =
            aws_sdk_servicediscovery::config::Builder::from(signing.config())
                .retry_config(RetryConfig::disabled());
        servicediscovery.push_interceptor(SharedInterceptor::permanent(Lock(Arc::clone(&permit))));
        servicediscovery.push_interceptor(SharedInterceptor::permanent(answers.clone()));
        Self {
            iam: aws_sdk_iam::Client::from_conf(iam.build()),
            cloudformation: aws_sdk_cloudformation::Client::from_conf(cloudformation.build()),
            servicediscovery: aws_sdk_servicediscovery::Client::from_conf(servicediscovery.build()),
            permit,
            answers,
            signing,
        }
    }
}
