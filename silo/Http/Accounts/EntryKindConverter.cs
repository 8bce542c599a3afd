using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActiveActive.Silo.Http.Accounts;

/// <summary>Writes kinds of entries as words.</summary>
internal sealed class EntryKindConverter() : JsonStringEnumConverter<AccountEntryKind>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);
