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
