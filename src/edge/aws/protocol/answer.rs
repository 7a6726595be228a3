//! What a service answered: its envelope, or its error in one of the three forms that
//! the protocols have. A sign-in page is neither.

use aws_smithy_runtime_api::client::{
    orchestrator::{HttpResponse, OrchestratorError},
    result::SdkError,
};
use aws_smithy_types::error::ErrorMetadata;
use serde_json::Value;

use super::xml::Element;

pub(super) type Failed = SdkError<ErrorMetadata, HttpResponse>;

type Answered<T> = Result<T, OrchestratorError<ErrorMetadata>>;

/// The root element, which must be named after the operation.
pub(super) fn xml(response: &HttpResponse, operation: &str, holding: &[&str]) -> Answered<Element> {
    if !response.status().is_success() {
        let root = body(response).and_then(|text| Element::read(text, OF_ERRORS));
        return Err(OrchestratorError::operation(xml_error(root.as_ref())));
    }
    let root = body(response).and_then(|text| Element::read(text, holding));
    let root = root.filter(|root| root.name.strip_suffix("Response") == Some(operation));
    root.ok_or_else(|| unreadable("it is no answer to the operation"))
}

pub(super) fn json(response: &HttpResponse) -> Answered<Value> {
    let value = body(response).and_then(|text| serde_json::from_str::<Value>(text).ok());
    if !response.status().is_success() {
        let named = response.headers().get("x-amzn-errortype");
        return Err(OrchestratorError::operation(json_error(
            named,
            value.as_ref(),
        )));
    }
    let object = value.filter(Value::is_object);
    object.ok_or_else(|| unreadable("it is no JSON object"))
}

/// The region of a bucket: of one that is elsewhere S3 says it with a redirection. An answer to
/// HEAD has no body, so its status alone says what is wrong.
pub(super) fn region(response: &HttpResponse) -> Answered<Option<String>> {
    let region = response.headers().get("x-amz-bucket-region");
    let code = match response.status().as_u16() {
        200 | 301 => return Ok(region.map(str::to_owned)),
        403 => "AccessDenied",
        404 => "NoSuchBucket",
        503 => "SlowDown",
        _ => {
            return Err(OrchestratorError::operation(
                ErrorMetadata::builder().build(),
            ));
        }
    };
    let error = ErrorMetadata::builder().code(code).build();
    Err(OrchestratorError::operation(error))
}

fn body(response: &HttpResponse) -> Option<&str> {
    std::str::from_utf8(response.body().bytes()?).ok()
}

fn unreadable(why: &'static str) -> OrchestratorError<ErrorMetadata> {
    OrchestratorError::other(why)
}

const OF_ERRORS: &[&str] = &["Error", "Errors"];

/// `ErrorResponse/Error`; of EC2, `Response/Errors/Error`.
fn xml_error(root: Option<&Element>) -> ErrorMetadata {
    let found = root.and_then(|root| match root.name.as_str() {
        "ErrorResponse" => root.child("Error"),
        "Response" => root.child("Errors")?.child("Error"),
        _ => None,
    });
    let mut error = ErrorMetadata::builder();
    if let Some(code) = found.and_then(|found| found.text_of("Code")) {
        let message = found.and_then(|found| found.text_of("Message"));
        error = error.code(code).message(message.unwrap_or_default());
    }
    error.build()
}

/// `com.amazonaws.ecs#ClusterNotFoundException:http://...` is called what is between.
fn json_error(named: Option<&str>, value: Option<&Value>) -> ErrorMetadata {
    let says = |name: &str| value?.get(name)?.as_str();
    let code = named.or_else(|| says("__type")).or_else(|| says("code"));
    let code = code.map(|code| {
        let code = code.rsplit('#').next().unwrap_or(code);
        code.split(':').next().unwrap_or(code)
    });
    let mut error = ErrorMetadata::builder();
    if let Some(code) = code.filter(|code| !code.is_empty()) {
        let message = says("message").or_else(|| says("Message"));
        error = error.code(code).message(message.unwrap_or_default());
    }
    error.build()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use aws_smithy_runtime_api::http::StatusCode;
    use aws_smithy_types::body::SdkBody;

    use super::*;

    fn answered(status: u16, body: &str) -> HttpResponse {
        HttpResponse::new(StatusCode::try_from(status).unwrap(), SdkBody::from(body))
    }

    fn code<T: std::fmt::Debug>(answer: Answered<T>) -> Option<String> {
        let error = answer.unwrap_err();
        error
            .as_operation_error()
            .and_then(|error| error.code().map(str::to_owned))
    }

    #[test]
    fn an_error_says_its_code_in_each_of_the_three_forms() {
        let ec2 = answered(
            403,
            "<?xml version=\"1.0\"?><Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>no</Message></Error></Errors><RequestID>1</RequestID></Response>",
        );
        assert_eq!(
            code(xml(&ec2, "DescribeInstances", &[])).as_deref(),
            Some("UnauthorizedOperation")
        );
        let query = answered(
            400,
            "<ErrorResponse><Error><Code>Throttling</Code></Error></ErrorResponse>",
        );
        assert_eq!(
            code(xml(&query, "DescribeAutoScalingGroups", &[])).as_deref(),
            Some("Throttling")
        );
        let of_json = answered(
            400,
            r#"{"__type":"com.amazonaws.ecs#ClusterNotFoundException","message":"no"}"#,
        );
        assert_eq!(
            code(json(&of_json)).as_deref(),
            Some("ClusterNotFoundException")
        );
    }

    #[test]
    fn a_sign_in_page_with_status_200_is_no_answer() {
        for page in ["<html><body>Sign in</body></html>", "", "Sign in", "[]"] {
            let page = answered(200, page);
            assert!(xml(&page, "DescribeInstances", &[]).is_err());
            assert!(json(&page).is_err());
        }
        let other = answered(200, "<DescribeVolumesResponse/>");
        assert!(xml(&other, "DescribeInstances", &[]).is_err());
    }

    #[test]
    fn an_error_without_a_code_has_none() {
        assert_eq!(code(xml(&answered(502, "<html/>"), "X", &[])), None);
        assert_eq!(code(json(&answered(500, "{}"))), None);
    }
}
