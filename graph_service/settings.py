"""Settings: from options, then ``UNAG_*`` variables, then ``unag.toml`` in the working folder, then defaults."""

from __future__ import annotations

from pydantic import Field
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)


class Settings(BaseSettings):
    """Every setting with its default; the description of each is its documentation."""

    model_config = SettingsConfigDict(env_prefix="UNAG_", toml_file="unag.toml", extra="forbid")

    base: str = Field("https://w3id.org/unag/", description="base IRI of every resource that is minted")
    store: str = Field("store", description="folder of the embedded store, or address of a SPARQL 1.1 service")
    host: str = Field("127.0.0.1", description="address that `unag serve` listens on")
    port: int = Field(8000, description="port that `unag serve` listens on")
    curated: str | None = Field(None, description="folder of your own curated Turtle files, besides those shipped")
    spool: str | None = Field(
        None, description="folder for what has been read but not published; beside the store"
    )
    downloads: str = Field("documents", description="folder that downloaded files go to")
    documents: str = Field(
        "https://documents.un.org/api/symbol/access",
        description="address of the service that `unag fetch` asks for official files",
    )
    fetch_hosts: tuple[str, ...] = Field(
        ("un.org",), description="domains to which that service may redirect a download, besides its own host"
    )
    fetch_parallel: int = Field(4, ge=1, le=4, description="documents that are downloaded at once")
    fetch_delay: float = Field(0.5, ge=0, description="seconds between the starts of two requests")
    fetch_stall: float = Field(30.0, gt=0, description="seconds without a byte after which a download has failed")
    fetch_deadline: float = Field(600.0, gt=0, description="seconds that one file may take in all")
    fetch_attempts: int = Field(4, ge=1, description="attempts at one file")
    fetch_backoff: float = Field(1.0, ge=0, description="seconds before the second attempt; doubled each time")
    fetch_bytes: int = Field(200_000_000, gt=0, description="length of a file above which it is not taken")

    update_address: str | None = Field(
        None, description="address for SPARQL Update of a remote store, where it is not its query address"
    )
    graphs_address: str | None = Field(
        None, description="address of a remote store's Graph Store Protocol; with it large graphs are put whole"
    )
    tokens: tuple[str, ...] = Field(
        (), description="SHA-256 (hexadecimal) of each token that may write; without any, nobody can write by HTTP"
    )
    update: bool = Field(False, description="whether /sparql takes SPARQL Update from holders of a token")
    validate_writes: bool = Field(
        True, description="whether a write by HTTP is refused if SHACL finds a violation"
    )
    services: tuple[str, ...] = Field(
        (), description="addresses that SERVICE and LOAD may call; none by default, so that queries reach no host"
    )
    workers: int = Field(
        0, ge=0, description="processes that answer queries, and as many again for strangers; 0: as many as cores"
    )
    worker_bytes: int = Field(
        4_000_000_000, ge=0, description="memory in bytes above which a query's process ends; 0: no bound"
    )
    memory_share: float = Field(
        0.25,
        ge=0,
        le=1,
        description="share of the machine's memory in which workers may hold the release that is served; 0: never",
    )
    query_seconds: float = Field(30.0, gt=0, description="seconds after which a query is stopped and answered 503")
    write_seconds: float = Field(900.0, gt=0, description="seconds after which a write by HTTP is given up")
    query_bytes: int = Field(100_000, gt=0, description="length of a query's text above which it is refused (413)")
    query_depth: int = Field(100, gt=0, description="nesting of brackets above which a query is refused (400)")
    body_bytes: int = Field(50_000_000, gt=0, description="length of a body that is written or ingested (413)")
    body_seconds: float = Field(60.0, gt=0, description="seconds that a client may take to send a body (408)")
    rows: int = Field(
        2_000_000, ge=0, description="rows of an answer above which it is refused (413); 0: no bound"
    )
    queue: int = Field(500, ge=0, description="requests that wait for a free worker; more are answered 503")
    client_queries: int = Field(32, gt=0, description="requests of one client answered at once; more get 429")
    client_rate: float = Field(0.0, ge=0, description="requests a second of one client on average; 0: no bound")
    stop_seconds: float = Field(
        10.0,
        ge=0,
        description="seconds that requests under way have when `unag serve` is told to stop; then 503",
    )
    warm: bool = Field(
        True, description="whether `unag serve` builds the indexes of a release before they are asked for"
    )
    cache_bytes: int = Field(128_000_000, ge=0, description="memory for answers kept by release and query")
    page_size: int = Field(
        50, gt=0, le=1000, description="entries of a list on one page where the caller names none"
    )
    log: str = Field("json", description="form of the log on standard error: json, text for people, or none")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Options first, then the environment, then the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)
