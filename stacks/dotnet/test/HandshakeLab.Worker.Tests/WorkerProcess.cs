using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using HandshakeLab.Worker.Protocol;
using HandshakeLab.Worker.Stack;

namespace HandshakeLab.Worker.Tests;

/// <summary>The built worker, spoken to over its pipes as the engine does.</summary>
internal sealed class WorkerProcess : IDisposable
{
    /// <summary>Names another build of the worker to test: `HSLAB_TEST_WORKER=… dotnet test --filter Process`.</summary>
    private const string Variable = "HSLAB_TEST_WORKER";

    private readonly Process _process;
    private readonly Task<string> _log;

    public WorkerProcess(string role, string groups = TestEnvironment.Groups, string opensslGroups = "X25519", params (string Name, string Value)[] environment)
    {
        var program = Environment.GetEnvironmentVariable(Variable) ?? Path.Combine(AppContext.BaseDirectory, "hslab-dotnet");
        var start = new ProcessStartInfo(program, ["--role", role])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["OPENSSL_CONF"] = TestEnvironment.WriteOpenSslConfiguration(opensslGroups);
        start.Environment[ProcessGroups.Variable] = groups;
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
        _process = Process.Start(start)!;
        _log = _process.StandardError.ReadToEndAsync();
    }

    public int Id => _process.Id;

    public void Send<T>(T message, JsonTypeInfo<T> type)
        where T : IMessage
    {
        var frames = new FrameBuffer();
        frames.AppendMessage(message, type);
        SendBytes(frames.Written);
    }

    public void SendBytes(ReadOnlySpan<byte> bytes)
    {
        _process.StandardInput.BaseStream.Write(bytes);
        _process.StandardInput.BaseStream.Flush();
    }

    public Frame Receive() => Frame.Read(_process.StandardOutput.BaseStream) ?? throw new EndOfStreamException(_log.Result);

    public T Receive<T>(JsonTypeInfo<T> type)
        where T : class
    {
        var frame = Receive();
        Assert.Equal(FrameKind.Message, frame.Kind);
        return JsonSerializer.Deserialize(frame.Payload, type)!;
    }

    public void EndInput() => _process.StandardInput.Close();

    /// <summary>Waits for the process's end.</summary>
    /// <returns>Its exit code and what it wrote to stderr.</returns>
    public (int Code, string Log) Wait()
    {
        Assert.True(_process.WaitForExit(TimeSpan.FromSeconds(10)), "the worker does not end");
        return (_process.ExitCode, _log.Result);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }
}
