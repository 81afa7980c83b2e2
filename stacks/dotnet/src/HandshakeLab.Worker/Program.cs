using HandshakeLab.Worker;
using HandshakeLab.Worker.Machine;
using HandshakeLab.Worker.Protocol;
using HandshakeLab.Worker.Stack;

// Frames have stdout for themselves: whatever else is written by anyone goes to stderr.
Console.SetOut(Console.Error);

Role? role = args switch
{
    ["--role", "client"] => Role.Client,
    ["--role", "server"] => Role.Server,
    _ => null,
};
if (role is null)
{
    Console.Error.WriteLine("usage: hslab-dotnet --role client|server");
    return ExitCodes.ProtocolError;
}

KeyLog.StartIfAsked();
Clock.Check();
// Not closed at the end, when a request may still be under way that answers on them.
var input = Console.OpenStandardInput();
var output = Console.OpenStandardOutput();
return new WorkerLoop(role.Value, input, output, Console.Error).Run();
