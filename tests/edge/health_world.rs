//! What each service of the health audit answers on the wire, well and complete: shapes as
//! in their API references. `thing` is what every one of them is asked for.

use serde_json::json;

use super::fake::{Reply, Request, json as answer, result};

const ACCOUNT: &str = "123456789012";

/// None: it is no operation of the audit's services.
pub fn world(request: &Request) -> Option<Reply> {
    let arn = |service: &str, rest: &str| format!("arn:aws:{service}:eu-west-1:{ACCOUNT}:{rest}");
    Some(match request.action().as_str() {
        "dynamodb:DescribeTable" => answer(&json!({"Table": {
            "TableArn": arn("dynamodb", "table/thing"), "TableStatus": "ACTIVE", "ItemCount": 4,
        }})),
        "rds:DescribeDBInstances" => result(
            "DescribeDBInstances",
            &format!(
                "<DBInstances><DBInstance><DBInstanceIdentifier>thing</DBInstanceIdentifier><DBInstanceStatus>available</DBInstanceStatus>\
                 <Engine>postgres</Engine><DBInstanceArn>{}</DBInstanceArn></DBInstance></DBInstances>",
                arn("rds", "db:thing")
            ),
        ),
        "sqs:GetQueueUrl" => answer(&json!({"QueueUrl": "https://sqs.eu-west-1.amazonaws.com/123456789012/thing"})),
        "sqs:GetQueueAttributes" => answer(&json!({"Attributes": {
            "QueueArn": arn("sqs", "thing"), "ApproximateNumberOfMessages": "3",
            "ApproximateNumberOfMessagesNotVisible": "1", "RedrivePolicy": "{}",
        }})),
        "sns:GetTopicAttributes" => result(
            "GetTopicAttributes",
            "<Attributes><entry><key>SubscriptionsPending</key><value>0</value></entry>\
             <entry><key>SubscriptionsConfirmed</key><value>2</value></entry></Attributes>",
        ),
        "elasticloadbalancing:DescribeTargetGroups" => result(
            "DescribeTargetGroups",
            &format!(
                "<TargetGroups><member><TargetGroupArn>{}</TargetGroupArn></member></TargetGroups>",
                arn("elasticloadbalancing", "targetgroup/thing/1")
            ),
        ),
        "elasticloadbalancing:DescribeTargetHealth" => result(
            "DescribeTargetHealth",
            "<TargetHealthDescriptions><member><Target><Id>i-1</Id><Port>80</Port></Target>\
             <TargetHealth><State>unhealthy</State><Reason>Target.Timeout</Reason></TargetHealth></member></TargetHealthDescriptions>",
        ),
        "lambda:GetFunctionConfiguration" => answer(&json!({
            "FunctionArn": arn("lambda", "function:thing"), "State": "Active",
            "LastUpdateStatus": "Successful", "Timeout": 60,
            "Environment": {"Variables": {"TOKEN": "never kept"}},
        })),
        "lambda:ListEventSourceMappings" => answer(&json!({"EventSourceMappings": [{
            "EventSourceArn": arn("sqs", "thing"), "State": "Enabled", "LastProcessingResult": "OK",
        }]})),
        "cloudwatch:GetMetricStatistics" => result(
            "GetMetricStatistics",
            "<Datapoints><member><Sum>5.0</Sum><Maximum>60000.0</Maximum><Average>41000.5</Average></member></Datapoints>",
        ),
        "cloudwatch:DescribeAlarms" => result(
            "DescribeAlarms",
            &format!(
                "<MetricAlarms><member><AlarmArn>{}</AlarmArn><StateValue>OK</StateValue><ActionsEnabled>true</ActionsEnabled>\
                 <StateUpdatedTimestamp>2026-04-27T07:40:00.123Z</StateUpdatedTimestamp>\
                 <AlarmActions><member>arn:aws:sns:eu-west-1:{ACCOUNT}:alerts</member></AlarmActions></member></MetricAlarms>",
                arn("cloudwatch", "alarm:thing")
            ),
        ),
        "events:DescribeRule" => answer(&json!({
            "Arn": arn("events", "rule/thing"), "State": "ENABLED", "ScheduleExpression": "rate(2 minutes)",
        })),
        "events:ListTargetsByRule" => answer(&json!({"Targets": [{"Id": "1"}]})),
        "states:ListExecutions" => answer(&json!({"executions": [
            {"status": "SUCCEEDED", "startDate": 1_776_000_000.5},
        ]})),
        "wafv2:ListWebACLs" => answer(&json!({"WebACLs": [
            {"Name": "thing", "ARN": arn("wafv2", "regional/webacl/thing/1")},
        ]})),
        "wafv2:ListResourcesForWebACL" => answer(&json!({"ResourceArns": []})),
        "ecs:DescribeServices" => answer(&json!({"services": [{
            "serviceArn": arn("ecs", "service/c/thing"), "status": "ACTIVE",
            "desiredCount": 2, "runningCount": 1, "pendingCount": 1,
        }]})),
        "ecs:DescribeTasks" => answer(&json!({"tasks": [], "failures": []})),
        "servicediscovery:ListNamespaces" => answer(&json!({"Namespaces": []})),
        "servicediscovery:ListServices" => answer(&json!({"Services": []})),
        "servicediscovery:ListInstances" => answer(&json!({"Instances": []})),
        "ec2:DescribeInstances" => of_ec2(
            "DescribeInstances",
            "<reservationSet><item><ownerId>123456789012</ownerId><instancesSet><item><instanceId>i-1</instanceId>\
             <instanceType>t3.small</instanceType><instanceState><name>running</name></instanceState>\
             <sourceDestCheck>false</sourceDestCheck></item></instancesSet></item></reservationSet>",
        ),
        "ec2:DescribeNetworkInterfaces" => Reply::Body(
            200,
            "text/xml",
            "<DescribeNetworkInterfacesResponse><networkInterfaceSet/></DescribeNetworkInterfacesResponse>".to_owned(),
        ),
        "autoscaling:DescribeAutoScalingGroups" => result(
            "DescribeAutoScalingGroups",
            "<AutoScalingGroups><member><AutoScalingGroupName>thing</AutoScalingGroupName><MinSize>1</MinSize>\
             <MaxSize>1</MaxSize><DesiredCapacity>1</DesiredCapacity></member></AutoScalingGroups>",
        ),
        "autoscaling:DescribeLifecycleHooks" => {
            result("DescribeLifecycleHooks", "<LifecycleHooks/>")
        }
        _ => return stored(request).or_else(|| network(request)),
    })
}

fn of_ec2(operation: &str, inside: &str) -> Reply {
    let body = format!("<{operation}Response>{inside}</{operation}Response>");
    Reply::Body(200, "text/xml", body)
}

/// What keeps things, and what tells of them.
fn stored(request: &Request) -> Option<Reply> {
    Some(match request.action().as_str() {
        "s3:ListBucket" => Reply::Head(200, "x-amz-bucket-region", "eu-west-1"),
        "ecr:DescribeImages" => answer(&json!({"imageDetails": [
            {"registryId": ACCOUNT, "imageTags": ["v1", "latest"], "imagePushedAt": 1_776_000_000.0},
        ]})),
        "cognito-idp:ListUserPools" => {
            answer(&json!({"UserPools": [{"Id": "p-1", "Name": "thing"}]}))
        }
        "codeartifact:DescribeRepository" => answer(&json!({"repository": {
            "arn": format!("arn:aws:codeartifact:eu-west-1:{ACCOUNT}:repository/d/thing"), "upstreams": [{}],
        }})),
        "dynamodb:Scan" => answer(&json!({"Items": [
            {"seen": {"S": "now"}}, {"seen": {"NULL": true}}, {},
        ]})),
        "cloudtrail:GetTrailStatus" => answer(&json!({
            "IsLogging": true, "LatestDeliveryTime": 1_776_000_000.5,
        })),
        "cloudwatch:ListDashboards" => result(
            "ListDashboards",
            "<DashboardEntries><member><DashboardName>thing-2</DashboardName></member>\
             <member><DashboardName>thing</DashboardName><Size>12</Size></member></DashboardEntries>",
        ),
        "logs:GetDeliverySource" => {
            answer(&json!({"deliverySource": {"name": "thing", "service": "bedrock-agentcore"}}))
        }
        "logs:DescribeDeliveries" => answer(&json!({"deliveries": [
            {"id": "1", "deliverySourceName": "other"}, {"id": "2", "deliverySourceName": "thing"},
        ]})),
        "apigateway:GET" => answer(&match request.operation.as_str() {
            "GetApis" => {
                json!({"items": [{"apiId": "a1", "name": "thing", "protocolType": "HTTP"}]})
            }
            "GetRoutes" => json!({"items": [
                {"routeKey": "GET /health", "authorizationType": "NONE"},
                {"routeKey": "POST /jobs", "authorizationType": "JWT"},
            ]}),
            _ => json!({"items": [{"stageName": "$default", "autoDeploy": true}]}),
        }),
        "elasticloadbalancing:DescribeLoadBalancers" => result(
            "DescribeLoadBalancers",
            "<LoadBalancers><member><DNSName>thing.example</DNSName><State><Code>active</Code></State></member></LoadBalancers>",
        ),
        _ => return None,
    })
}

/// What a network consists of.
fn network(request: &Request) -> Option<Reply> {
    let operation = request.operation.as_str();
    let inside = match operation {
        "DescribeVpcs" => {
            "<vpcSet><item><ownerId>123456789012</ownerId><vpcId>vpc-1</vpcId><state>available</state>\
             <cidrBlock>10.0.0.0/16</cidrBlock></item></vpcSet>"
        }
        "DescribeSubnets" => {
            "<subnetSet><item><subnetId>subnet-1</subnetId><state>available</state>\
             <cidrBlock>10.0.1.0/24</cidrBlock><availableIpAddressCount>250</availableIpAddressCount></item></subnetSet>"
        }
        "DescribeRouteTables" => {
            "<routeTableSet><item><routeTableId>rtb-1</routeTableId><routeSet>\
             <item><destinationCidrBlock>10.0.0.0/16</destinationCidrBlock><gatewayId>local</gatewayId><state>active</state></item>\
             <item><destinationCidrBlock>0.0.0.0/0</destinationCidrBlock><instanceId>i-1</instanceId><state>blackhole</state></item>\
             </routeSet></item></routeTableSet>"
        }
        "DescribeSecurityGroups" => {
            "<securityGroupInfo><item><ownerId>123456789012</ownerId><groupId>sg-1</groupId></item></securityGroupInfo>"
        }
        "DescribeVpcEndpoints" => {
            "<vpcEndpointSet><item><ownerId>123456789012</ownerId><state>available</state></item></vpcEndpointSet>"
        }
        "DescribeInstanceStatus" => {
            "<instanceStatusSet><item><instanceId>i-1</instanceId><systemStatus><status>ok</status></systemStatus>\
             <instanceStatus><status>impaired</status></instanceStatus></item></instanceStatusSet>"
        }
        _ => return None,
    };
    Some(of_ec2(operation, inside))
}
