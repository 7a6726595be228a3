//! What we know: plain data read from AWS, the working tree and settings.
//!
//! Rank 0: names nothing of this crate but itself. No I/O, no clock, no
//! rendering: a fact is kept exactly as it came (see `remote`), and everything
//! here is serde, so that a watch can be recorded and replayed.

mod acceptance;
mod acknowledgement;
pub mod actions;
mod caller;
mod clip;
mod cloud_map;
mod codified;
mod codified_path;
mod compute;
mod denied;
mod evidence;
mod execution;
mod expectation;
mod fault;
mod finding;
mod freeze;
mod hosted;
mod iam;
mod ids;
mod incident;
mod inventory;
mod journal;
mod log;
mod moment;
mod network;
mod numbered;
mod pipeline;
mod planned;
mod quoted;
mod reason;
mod regions;
mod remote;
mod repository;
mod resources;
mod run_link;
mod server;
mod settings;
pub mod stack;
mod stored;
mod templates;
mod through;
mod verdict;
mod writable;

pub use acceptance::Acceptance;
pub use acknowledgement::Acknowledgement;
pub use caller::{Caller, EndpointOverride};
pub use clip::Clip;
pub use cloud_map::{
    DiscoveryService, Entry, EntryId, Namespace, NamespaceId, RegistryOperation, ServiceDns,
    ServiceId, TaskRef,
};
pub use codified::{BrokenFile, Codified, CodifiedFile, CodifiedRole, Commit};
pub use codified_path::{CodifiedPart, codified_path, part_of, role_of};
pub use compute::{
    AutoScalingGroup, Ec2Id, Ec2Instance, EcsTask, EcsTasks, GroupName, LifecycleHook,
    NetworkInterface,
};
pub use denied::{Denied, DeniedWhy, PolicyKind};
pub use evidence::{InSync, LastWrite, OtherWrite, Use, UseHit, UsesFound};
pub use execution::{Seen, StepOutcome, StepRecord};
pub use expectation::{Allowance, Expectation, ExpectedChange, ExpectedGain, Lapse, last_day};
pub use fault::{Fault, FaultKind};
pub use finding::{Evidence, Finding, Priority, Status, Subject, Unknown};
pub use freeze::{FREEZE_FORM, Freeze};
pub use hosted::{Hosted, encoded};
pub use iam::{Authorization, InlinePolicy, ManagedPolicy, Reading, Role, RoleReading};
pub use ids::{AccountId, Arn, BucketName, EnvironmentName, PolicyName, Region, RoleName};
pub use incident::{INCIDENT_FORM, Incident};
pub(crate) use inventory::resource_kinds;
pub use inventory::{Details, Expected, Inventory, ResourceKind, ResourceName};
pub use journal::{JournalLine, JournalStage, JournalView, LeftOver, is_a_look, is_in_doubt};
pub use log::{
    LogEvent, LogEvents, LogGroup, LogGroupName, LogGroups, LogStream, LogStreamName, LogStreams,
};
pub use moment::to_the_second;
pub use network::{InstanceChecks, NatState, RouteState, SubnetState, VpcState};
pub use numbered::numbered;
pub use pipeline::{PipelineFile, PipelineFiles, PipelineKind};
pub use planned::PlannedTask;
pub use quoted::quoted;
pub use reason::Reason;
pub use regions::regions_of;
pub use remote::{Remote, is_hidden, shown};
pub use repository::Repository;
pub use resources::{
    AlarmState, DatabaseState, EcsServiceState, EventSource, ExecutionState, FunctionRuns,
    FunctionState, QueueState, RuleState, TableState, TargetHealth, TopicState, WebAclState,
};
pub use run_link::RunLink;
pub use server::Server;
pub use settings::{
    Compare, DriftSettings, Environment, GateSettings, RegistrySettings, RunbookText, Settings,
    SiblingRef, StacksSettings, SystemKeeps, TemplateSource, WatchedStack,
};
pub use stack::{
    ChangeSet, ChangeSetFailures, ChangeSetId, ChangeSetSummary, DriftDetectionId, EventExtent,
    LogicalId, OperationId, PhysicalId, ResourceChange, ResourceDrift, ResourceType, Stack,
    StackDrift, StackEvent, StackEvents, StackId, StackName, StackResource, StackResources,
    StackStatus, StackTemplate, Stacks,
};
pub use stored::{
    AttributeState, BucketContents, BucketState, ContainerLogs, DashboardState,
    DeliverySourceState, HttpApiState, ImagesState, LoadBalancerState, PackageRepositoryState,
    StageState, TrailState, UserPoolState,
};
pub use templates::{
    FoundTemplate, FoundTemplates, SearchBound, SoughtRole, TemplateFile, Templates,
};
pub use through::Through;
pub use verdict::Verdict;
pub use writable::{HostedName, WritableRepository};
