//! How an interceptor is written down: each of the SDK's hooks on a request with what it
//! gets to see, and the request's configuration.

/// `hook(self, seen: Seen, config)`: a hook that fails ends the request there.
macro_rules! intercept {
    ($Name:ident as $name:literal {
        $( $hook:ident($self:ident, $seen:tt : $Seen:ident, $config:tt) $does:block )+
    }) => {
        impl aws_smithy_runtime_api::client::interceptors::Intercept for $Name {
            fn name(&self) -> &'static str {
                $name
            }

            $(
                fn $hook(
                    &$self,
                    $seen: &aws_smithy_runtime_api::client::interceptors::context::$Seen<'_>,
                    _: &aws_smithy_runtime_api::client::runtime_components::RuntimeComponents,
                    $config: &mut aws_smithy_types::config_bag::ConfigBag,
                ) -> Result<(), aws_smithy_runtime_api::box_error::BoxError> $does
            )+
        }
    };
}
pub(in crate::edge) use intercept;
