//! What is asked of API Gateway of an HTTP API: its routes and its stages. All of its reads are one action
//! of IAM.

use super::define::asks;
use crate::facts::{HttpApiState, ResourceName};

asks! {
    ApiGatewayAsk => ApiGatewayAnswer of "ApiGatewayV2" as "apigateway";

    HttpApi(ResourceName) -> HttpApiState {
        words: "the HTTP API, its routes and stages (apigateway:GET)",
        calls: [
            GetApis as "apigateway:GET",
            GetRoutes as "apigateway:GET",
            GetStages as "apigateway:GET",
        ],
    }
}
