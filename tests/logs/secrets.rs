//! Secrets do not leave the program; what they were the secret of stays readable.

use watchkeeper::logs::masked;

fn mask(line: &str) -> String {
    String::from_utf8(masked(line.as_bytes()).into_owned()).unwrap()
}

#[test]
fn secrets_are_masked_and_the_rest_is_as_it_was() {
    for (line, wanted) in [
        ("key AKIAIOSFODNN7EXAMPLE used", "key *** used"),
        (
            "AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY ok",
            "AWS_SECRET_ACCESS_KEY=*** ok",
        ),
        (
            r#"{"secretAccessKey":"wJalrXUtnFEMIK7MDENG"}"#,
            r#"{"secretAccessKey":"***"}"#,
        ),
        (
            "token ghp_abcdefghijklmnopqrstuvwxyz0123456789",
            "token ***",
        ),
        (
            "GET https://ann:s3cret@db.example/x",
            "GET https://ann:***@db.example/x",
        ),
        (
            "Authorization: Bearer abcdefghijklmnop1234",
            "Authorization: Bearer ***",
        ),
        (
            "jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl.",
            "jwt ***.",
        ),
        ("password=hunter22, user=ann", "password=***, user=ann"),
        (
            "-----BEGIN RSA PRIVATE KEY-----\\nMIIEow\\n-----END RSA PRIVATE KEY-----",
            "***",
        ),
        (
            "https://x/?X-Amz-Signature=abc123&y=1",
            "https://x/?X-Amz-Signature=***&y=1",
        ),
        (
            "AKIA is a prefix, a password is a word",
            "AKIA is a prefix, a password is a word",
        ),
    ] {
        assert_eq!(mask(line), wanted, "{line}");
    }
}
