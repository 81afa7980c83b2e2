namespace HandshakeLab.Worker.Protocol;

/// <summary>A request that cannot be carried out: answered with an <c>error</c>, and the worker lives on.</summary>
internal sealed class RefusalException(string code, string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>One of <see cref="ErrorCodes"/>.</summary>
    public string Code { get; } = code;
}

/// <summary>Values of the member <c>code</c> of an <c>error</c> answer.</summary>
internal static class ErrorCodes
{
    public const string BadRequest = "bad-request";
    public const string Unsupported = "unsupported";
    public const string UnknownEndpoint = "unknown-endpoint";
    public const string WrongRole = "wrong-role";
    public const string Unreadable = "unreadable";
    public const string BindFailed = "bind-failed";
    public const string PrimeFailed = "prime-failed";
    public const string ProfilerFailed = "profiler-failed";
    public const string Internal = "internal";

    /// <summary>The endpoint's cache is not the one that this process was started with, or is another endpoint's.</summary>
    public const string CacheNeedsProcess = "cache-needs-process";

    /// <summary>The endpoint's groups are not those that this process was started with.</summary>
    public const string GroupsNeedProcess = "groups-need-process";
}
