//! Cloud Map and EC2 on moto, seeded and looked at from outside the program: not with the
//! clients that it has.

use aws_sdk_servicediscovery::{
    Client,
    types::{DnsConfig, DnsRecord, RecordType},
};

use super::moto::{Keys, Moto};

pub struct CloudMap {
    client: Client,
    outside: Outside,
    pub namespace: String,
}

impl CloudMap {
    /// With the namespace of story 003.
    pub async fn new(keys: &Keys) -> Self {
        let client = Moto::start().service_discovery(keys).await;
        let made = client.create_private_dns_namespace();
        let made = made.name("tradai-dev.local").vpc("vpc-1").send();
        made.await.unwrap();
        let namespaces = client.list_namespaces().send().await.unwrap();
        let namespace = namespaces.namespaces()[0].id().unwrap().to_owned();
        Self {
            client,
            outside: Outside::of(keys),
            namespace,
        }
    }

    pub async fn service(&self, name: &str) -> String {
        let record = DnsRecord::builder().r#type(RecordType::A).ttl(60).build();
        let dns = DnsConfig::builder().dns_records(record.unwrap()).build();
        let made = self.client.create_service().name(name);
        let made = made.namespace_id(&self.namespace).dns_config(dns.unwrap());
        let made = made.send().await.unwrap();
        made.service().unwrap().id().unwrap().to_owned()
    }

    pub async fn register(&self, service: &str, id: &str, ip: &str) {
        let made = self.client.register_instance().service_id(service);
        let made = made.instance_id(id).attributes("AWS_INSTANCE_IPV4", ip);
        made.attributes("AWS_INSTANCE_PORT", "8000")
            .send()
            .await
            .unwrap();
    }

    pub async fn deregister(&self, service: &str, id: &str) {
        let gone = self.client.deregister_instance().service_id(service);
        gone.instance_id(id).send().await.unwrap();
    }

    /// Registered anew with another address: Cloud Map replaces an entry, and moto adds one.
    pub async fn replace(&self, service: &str, id: &str) {
        self.deregister(service, id).await;
        self.register(service, id, "10.0.11.77").await;
    }

    /// Ids and addresses of a service's entries, as they are now.
    pub async fn entries(&self, service: &str) -> Vec<(String, String)> {
        let all = self.client.list_instances().service_id(service).send();
        let all = all.await.unwrap();
        let each = all.instances().iter().map(|one| {
            let attributes = one.attributes().unwrap();
            let ip = attributes.get("AWS_INSTANCE_IPV4").cloned();
            (one.id().unwrap().to_owned(), ip.unwrap_or_default())
        });
        let mut each: Vec<_> = each.collect();
        each.sort();
        each
    }

    /// An instance of EC2 that runs: its id and its address. moto knows boto3 best.
    pub async fn run_instance(&self) -> (String, String) {
        let out = self
            .outside
            .python(
                "i = ec2.run_instances(ImageId='ami-12c6146b', MinCount=1, MaxCount=1)['Instances'][0]\n\
                 print(i['InstanceId'], i['PrivateIpAddress'])",
            )
            .await;
        let (id, ip) = out.trim().split_once(' ').unwrap();
        (id.to_owned(), ip.to_owned())
    }
}

/// An account of moto's, reached by boto3.
pub struct Outside {
    id: String,
    secret: String,
    token: String,
}

/// What a piece of Python may name.
const CLIENTS: [&str; 6] = ["ec2", "sqs", "dynamodb", "sns", "events", "cloudwatch"];

impl Outside {
    pub fn of(keys: &Keys) -> Self {
        Self {
            id: keys.id.clone(),
            secret: keys.secret.clone(),
            token: keys.token.clone(),
        }
    }

    /// Runs a piece of Python in which each service's client is called as the service.
    pub async fn python(&self, code: &str) -> String {
        let Self { id, secret, token } = self;
        let url = &Moto::start().url;
        let clients = CLIENTS.map(|name| {
            format!(
                "{name} = boto3.client('{name}', region_name='eu-west-1', endpoint_url='{url}', \
                 aws_access_key_id='{id}', aws_secret_access_key='{secret}', aws_session_token='{token}')\n"
            )
        });
        let code = format!("import boto3\n{}{code}", clients.concat());
        let python = super::moto::python();
        let output = tokio::process::Command::new(python)
            .args(["-c", &code])
            .output()
            .await
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
        String::from_utf8(output.stdout).unwrap()
    }
}
