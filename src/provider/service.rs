//! The provider behind the wire: each call answered from its arguments alone, and never with a crash.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

use prost::Message;
use tonic::{Request, Response, Status};

use super::data::{self, DataSource, PROVIDER};
use super::diagnostics::Diagnostics;
use super::fault::Fault;
use super::functions;
use super::options::Options;
use super::schema;
use super::subject::entry;
use super::wire::provider as wire;
use super::{encoding, made};
use crate::eval::value::Value;

/// The provider.
#[derive(Clone, Debug, Default)]
pub struct MskLint {
    /// What the provider's block says. Functions never see it: hosts call them on processes that are not configured.
    options: Arc<Mutex<Options>>,
}

/// Requests of up to so many bytes are answered at once: to start a thread would take longer than most of them do.
const SMALL: usize = 16 << 10;

/// Does the work that a request asks for; a crash in it is a fault like any other. Large ones have a thread of their own, so
/// that the host is heard and watched meanwhile.
async fn guarded<R: Message + 'static, T: Send + 'static>(
    request: R,
    work: impl FnOnce(&R) -> Result<T, Fault> + Send + 'static,
) -> Result<T, Fault> {
    let is_small = request.encoded_len() <= SMALL;
    let work = move || work(&request);
    let done = match is_small {
        true => catch_unwind(AssertUnwindSafe(work)).ok(),
        false => tokio::task::spawn_blocking(work).await.ok(),
    };
    done.unwrap_or_else(|| {
        Err(Fault::new(
            "msk-lint has crashed over this, which is its own fault: please report it with the log (TF_LOG=error)",
        ))
    })
}

impl MskLint {
    fn read(&self, request: &wire::ReadDataRequest, diagnostics: &mut Diagnostics) -> Result<wire::Encoded, Fault> {
        let (source, config) = data_source(&request.type_name, request.config.as_ref())?;
        let mut options = self.options.lock().unwrap_or_else(PoisonError::into_inner).clone();
        set(&mut options, &config, diagnostics);
        let mut state = config.entries().map(|entries| (**entries).clone()).unwrap_or_default();
        for (name, value) in (source.read)(&config, &options, diagnostics) {
            if let Some(entry) = state.items.get_mut(name) {
                entry.value = value;
            }
        }
        let state = made::object(state.items.into_iter().map(|(name, entry)| (name, entry.value)));
        Ok(encoding::encode(&state, &source.block.ty()))
    }

    fn configure(&self, config: Option<&wire::Encoded>, diagnostics: &mut Diagnostics) -> Result<(), Fault> {
        let config = encoding::decode(config.unwrap_or(&wire::Encoded::default()), &PROVIDER.ty(), "")?;
        let mut options = Options::default();
        set(&mut options, &config, diagnostics);
        *self.options.lock().unwrap_or_else(PoisonError::into_inner) = options;
        Ok(())
    }
}

/// The result of a function.
fn call(request: &wire::CallRequest) -> Result<wire::Encoded, Fault> {
    let function =
        functions::find(&request.name).ok_or_else(|| Fault::new(format!("there is no function {}", request.name)))?;
    let argument = |(index, encoded): (usize, &wire::Encoded)| {
        let parameter =
            function.parameter(index).ok_or_else(|| Fault::new("that is one argument too many").of(index))?;
        encoding::decode(encoded, &(parameter.ty)(), "").map_err(|fault| fault.of(index))
    };
    let arguments: Vec<Value> = request.arguments.iter().enumerate().map(argument).collect::<Result<_, _>>()?;
    if arguments.len() < function.parameters.len() {
        return Err(Fault::new(format!("{} takes more arguments than these", function.name)));
    }
    let result = (function.call)(&arguments)?;
    Ok(encoding::encode(&result, &(function.result)()))
}

/// A data source and what is written in it.
fn data_source(name: &str, config: Option<&wire::Encoded>) -> Result<(&'static DataSource, Value), Fault> {
    let source = data::find(name).ok_or_else(|| Fault::new(format!("there is no data source {name}")))?;
    let config = encoding::decode(config.unwrap_or(&wire::Encoded::default()), &source.block.ty(), "")?;
    Ok((source, config))
}

/// Takes over the options among the attributes of a block.
fn set(options: &mut Options, config: &Value, diagnostics: &mut Diagnostics) {
    for name in super::options::NAMES {
        let Some(entry) = entry(config, name) else { continue };
        if entry.value.first_unknown().is_some() {
            // Only the provider's own block may hold one: a host reads data sources when all of them is known.
            options.unknown.get_or_insert(name);
        } else if let Err(fault) = options.set(name, &entry.value) {
            diagnostics.error("This cannot be set so", fault.text, name);
        }
    }
}

/// Does some work that may have something to say besides its result.
async fn told<R: Message + 'static, T: Send + 'static>(
    request: R,
    work: impl FnOnce(&R, &mut Diagnostics) -> Result<T, Fault> + Send + 'static,
) -> (Option<T>, Vec<wire::Diagnostic>) {
    let work = |request: &R| {
        let mut diagnostics = Diagnostics::default();
        let result = work(request, &mut diagnostics)
            .map_err(|fault| diagnostics.error("This could not be checked", fault.text, ""));
        Ok((result.ok(), diagnostics.0))
    };
    guarded(request, work).await.unwrap_or_else(|crash| {
        let mut diagnostics = Diagnostics::default();
        diagnostics.error("This could not be checked", crash.text, "");
        (None, diagnostics.0)
    })
}

#[tonic::async_trait]
impl wire::provider_server::Provider for MskLint {
    async fn get_provider_schema(
        &self,
        _: Request<wire::SchemaRequest>,
    ) -> Result<Response<wire::SchemaResponse>, Status> {
        let data_sources = data::ALL.iter().map(|source| (source.name.to_owned(), source.block.schema()));
        Ok(Response::new(wire::SchemaResponse {
            provider: Some(PROVIDER.schema()),
            data_sources: data_sources.collect(),
            functions: schema::functions(),
            capabilities: Some(wire::ServerCapabilities { schema_optional: true, ..Default::default() }),
            ..Default::default()
        }))
    }

    async fn get_functions(
        &self,
        _: Request<wire::FunctionsRequest>,
    ) -> Result<Response<wire::FunctionsResponse>, Status> {
        Ok(Response::new(wire::FunctionsResponse { functions: schema::functions(), diagnostics: Vec::new() }))
    }

    async fn validate_provider_config(
        &self,
        request: Request<wire::ValidateProviderRequest>,
    ) -> Result<Response<wire::ValidateProviderResponse>, Status> {
        let (_, diagnostics) = told(request.into_inner(), |request, diagnostics| {
            MskLint::default().configure(request.config.as_ref(), diagnostics)
        })
        .await;
        Ok(Response::new(wire::ValidateProviderResponse { diagnostics }))
    }

    async fn configure_provider(
        &self,
        request: Request<wire::ConfigureRequest>,
    ) -> Result<Response<wire::ConfigureResponse>, Status> {
        let provider = self.clone();
        let (_, diagnostics) = told(request.into_inner(), move |request, diagnostics| {
            provider.configure(request.config.as_ref(), diagnostics)
        })
        .await;
        Ok(Response::new(wire::ConfigureResponse { diagnostics }))
    }

    /// Only what cannot be read is refused here: a host asks several times for each plan, and would repeat findings.
    async fn validate_data_resource_config(
        &self,
        request: Request<wire::ValidateDataRequest>,
    ) -> Result<Response<wire::ValidateDataResponse>, Status> {
        let (_, diagnostics) =
            told(request.into_inner(), |request, _| data_source(&request.type_name, request.config.as_ref()).map(drop))
                .await;
        Ok(Response::new(wire::ValidateDataResponse { diagnostics }))
    }

    async fn read_data_source(
        &self,
        request: Request<wire::ReadDataRequest>,
    ) -> Result<Response<wire::ReadDataResponse>, Status> {
        let provider = self.clone();
        let (state, diagnostics) =
            told(request.into_inner(), move |request, diagnostics| provider.read(request, diagnostics)).await;
        Ok(Response::new(wire::ReadDataResponse { state, diagnostics }))
    }

    async fn call_function(&self, request: Request<wire::CallRequest>) -> Result<Response<wire::CallResponse>, Status> {
        Ok(Response::new(match guarded(request.into_inner(), call).await {
            Ok(result) => wire::CallResponse { result: Some(result), error: None },
            Err(fault) => {
                let argument = fault.argument.and_then(|index| i64::try_from(index).ok());
                let text = fault.text.trim_end_matches('.').to_owned();
                wire::CallResponse { result: None, error: Some(wire::FunctionError { text, argument }) }
            }
        }))
    }

    async fn stop_provider(&self, _: Request<wire::StopRequest>) -> Result<Response<wire::StopResponse>, Status> {
        // Nothing is changed anywhere: a host that does not wait for a call ends the process.
        Ok(Response::new(wire::StopResponse::default()))
    }
}
