using System.Text.Json;
using System.Text.Json.Serialization;

namespace HandshakeLab.Worker.Protocol;

/// <summary>Readers and writers of all messages, made at build time.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.General,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(WordConverter<Role>), typeof(WordConverter<SessionMode>), typeof(WordConverter<Hooks>), typeof(WordConverter<Observation>), typeof(WordConverter<Quantity>)])]
[JsonSerializable(typeof(Envelope))]
[JsonSerializable(typeof(ConfigureRequest))]
[JsonSerializable(typeof(ServeRequest))]
[JsonSerializable(typeof(BlockRequest))]
[JsonSerializable(typeof(CollectRequest))]
[JsonSerializable(typeof(StopRequest))]
[JsonSerializable(typeof(ReadyMessage))]
[JsonSerializable(typeof(ConfiguredAnswer))]
[JsonSerializable(typeof(ServingAnswer))]
[JsonSerializable(typeof(ArmedAnswer))]
[JsonSerializable(typeof(DoneAnswer))]
[JsonSerializable(typeof(StoppedAnswer))]
[JsonSerializable(typeof(ErrorAnswer))]
[JsonSerializable(typeof(SampleHeader))]
internal sealed partial class MessageJson : JsonSerializerContext;

/// <summary>Enumeration members as lower-case words; numbers are refused.</summary>
internal sealed class WordConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
