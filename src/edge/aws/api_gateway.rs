//! An HTTP API, its routes and its stages, from API Gateway, which finds APIs by id alone:
//! their list is read for the name.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{
    fault::Call,
    pages::Pages,
    protocol::{Protocol, Service, encoded},
    reader::Reader,
};
use crate::{
    ask::{Reads, api_gateway::HttpApi},
    facts::{Fault, HttpApiState, Remote, StageState},
};

const API_GATEWAY: Service = Service {
    name: "ApiGatewayV2",
    prefix: "apigateway",
    protocol: Protocol::Rest,
};

impl Reads<HttpApi> for Reader<'_> {
    async fn read(&self, HttpApi(name): &HttpApi) -> Result<HttpApiState, Fault> {
        let of = format!("HTTP API {}", name.raw());
        // IAM has one action for all reads of API Gateway.
        let call = self.session.call("apigateway:GET", &of);
        let apis = self.items("GetApis", call, "/v2/apis").await?;
        let is_it = |one: &&Value| says(one, "name") == Some(name.raw());
        let api = apis.iter().find(is_it).ok_or_else(|| call.missing())?;
        let id = says(api, "apiId").ok_or_else(|| call.malformed("an API without an id"))?;
        let path = |of: &str| format!("/v2/apis/{}/{of}", encoded(id));
        let routes = self.items("GetRoutes", call, &path("routes")).await?;
        let stages = self.items("GetStages", call, &path("stages")).await?;
        let route = |one: &Value| {
            let authorization = says(one, "authorizationType").unwrap_or("NONE");
            Some((says(one, "routeKey")?.to_owned(), authorization.to_owned()))
        };
        let stage = |one: &Value| {
            let auto_deploy = one.get("autoDeploy").and_then(Value::as_bool);
            Some(StageState {
                name: says(one, "stageName")?.to_owned(),
                auto_deploy: auto_deploy == Some(true),
                deployed: says(one, "lastDeploymentStatusMessage").map(Remote::new),
            })
        };
        Ok(HttpApiState {
            protocol: says(api, "protocolType").unwrap_or("HTTP").to_owned(),
            routes: routes.iter().filter_map(route).collect::<BTreeMap<_, _>>(),
            stages: stages.iter().filter_map(stage).collect(),
        })
    }
}

impl Reader<'_> {
    /// All pages of one list.
    async fn items(
        &self,
        operation: &'static str,
        call: Call<'_>,
        path: &str,
    ) -> Result<Vec<Value>, Fault> {
        let (mut found, mut pages) = (Vec::new(), Pages::default());
        loop {
            let token = pages.token().map(|token| encoded(&token));
            let more = token.map_or_else(String::new, |token| format!("&nextToken={token}"));
            let path = format!("{path}?maxResults=100{more}");
            let answer = self.get(&API_GATEWAY, operation, call, &path).await?;
            let items = answer.get("items").and_then(Value::as_array);
            let items = items.ok_or_else(|| call.malformed("it has no list of items"))?;
            found.extend(items.iter().cloned());
            if !pages.more(says(&answer, "nextToken").map(str::to_owned), call)? {
                return Ok(found);
            }
        }
    }
}

fn says<'a>(one: &'a Value, name: &str) -> Option<&'a str> {
    one.get(name)?.as_str()
}
