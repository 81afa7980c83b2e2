using System.Text.Json;
using System.Text.Json.Serialization;

namespace HandshakeLab.Worker.Protocol;

/// <summary>Readers and writers of all messages, made at build time.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.General,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(WordConverter<Role>), typeof(WordConverter<SessionMode>), typeof(WordConverter<EarlyData>), typeof(WordConverter<Hooks>), typeof(KebabWordConverter<Observation>), typeof(WordConverter<Quantity>), typeof(WordConverter<ProfilePart>), typeof(WordConverter<ProfileFormat>)])]
[JsonSerializable(typeof(Envelope))]
[JsonSerializable(typeof(ConfigureRequest))]
[JsonSerializable(typeof(ServeRequest))]
[JsonSerializable(typeof(BlockRequest))]
[JsonSerializable(typeof(CollectRequest))]
[JsonSerializable(typeof(HoldRequest))]
[JsonSerializable(typeof(ReleaseRequest))]
[JsonSerializable(typeof(StopRequest))]
[JsonSerializable(typeof(ReadyMessage))]
[JsonSerializable(typeof(ConfiguredAnswer))]
[JsonSerializable(typeof(ServingAnswer))]
[JsonSerializable(typeof(ArmedAnswer))]
[JsonSerializable(typeof(DoneAnswer))]
[JsonSerializable(typeof(HoldingAnswer))]
[JsonSerializable(typeof(ReleasedAnswer))]
[JsonSerializable(typeof(StoppedAnswer))]
[JsonSerializable(typeof(ErrorAnswer))]
[JsonSerializable(typeof(SampleHeader))]
[JsonSerializable(typeof(ProfileHeader))]
internal sealed partial class MessageJson : JsonSerializerContext;

/// <summary>Enumeration members as lower-case words; numbers are refused.</summary>
internal sealed class WordConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;

/// <summary>The same with a hyphen between the parts of a word, such as <c>cpu-profile</c>.</summary>
internal sealed class KebabWordConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
