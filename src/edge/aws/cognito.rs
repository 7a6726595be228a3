//! Whether a user pool is there, from Cognito, which finds pools by id alone: their list is
//! read for the name. Nothing is read of their users.

use serde_json::{Value, json};

use super::{
    pages::Pages,
    protocol::{Protocol, Service},
    reader::Reader,
};
use crate::{
    ask::{Reads, cognito::UserPool},
    facts::{Fault, UserPoolState},
};

const COGNITO: Service = Service {
    name: "Cognito Identity Provider",
    prefix: "cognito-idp",
    protocol: Protocol::Json {
        target: "AWSCognitoIdentityProviderService",
        version: "1.1",
    },
};

impl Reads<UserPool> for Reader<'_> {
    async fn read(&self, UserPool(name): &UserPool) -> Result<UserPoolState, Fault> {
        let of = format!("Cognito user pool {}", name.raw());
        let call = self.session.call("cognito-idp:ListUserPools", &of);
        let mut pages = Pages::default();
        loop {
            let mut body = json!({"MaxResults": 60});
            if let Some(token) = pages.token() {
                body["NextToken"] = Value::String(token);
            }
            let answer = self.json(&COGNITO, "ListUserPools", call, &body).await?;
            let all = answer.get("UserPools").and_then(Value::as_array);
            let all = all.ok_or_else(|| call.malformed("no list of user pools"))?;
            let says = |one: &Value, name: &str| one.get(name)?.as_str().map(str::to_owned);
            let mut named = all
                .iter()
                .filter(|one| says(one, "Name").as_deref() == Some(name.raw()));
            if let Some(id) = named.next().and_then(|one| says(one, "Id")) {
                return Ok(UserPoolState { id });
            }
            if !pages.more(says(&answer, "NextToken"), call)? {
                return Err(call.missing());
            }
        }
    }
}
