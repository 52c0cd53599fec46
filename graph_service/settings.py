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
    store: str = Field(
        "store", description="folder of the embedded store, or address of a SPARQL 1.1 service"
    )
    host: str = Field("127.0.0.1", description="address that `unag serve` listens on")
    port: int = Field(8000, description="port that `unag serve` listens on")

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
