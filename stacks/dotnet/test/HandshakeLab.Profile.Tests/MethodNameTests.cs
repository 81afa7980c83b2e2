namespace HandshakeLab.Profile.Tests;

public sealed class MethodNameTests
{
    // As traces of .NET 8 to 10 have them.
    [Theory]
    [InlineData("Interop+Ssl.SslDoHandshake(class Microsoft.Win32.SafeHandles.SafeSslHandle,value class SslErrorCode&)", "Interop.Ssl.SslDoHandshake")]
    [InlineData("System.Net.Security.SslStream+<ForceAuthenticationAsync>d__159`1[System.Net.SyncReadWriteAdapter].MoveNext()", "System.Net.Security.SslStream.ForceAuthenticationAsync")]
    [InlineData("System.Collections.Concurrent.BlockingCollection`1+<GetConsumingEnumerable>d__68[HandshakeLab.Worker.Protocol.Frame].MoveNext()", "System.Collections.Concurrent.BlockingCollection.GetConsumingEnumerable")]
    [InlineData("System.Collections.Generic.List`1[System.Collections.Generic.List`1[System.__Canon]].Add(!0)", "System.Collections.Generic.List.Add")]
    [InlineData("System.Threading.Thread.<PollGC>g__PollGCWorker|67_0()", "System.Threading.Thread.PollGC.PollGCWorker")]
    [InlineData("HandshakeLab.Worker.WorkerLoop+<>c__DisplayClass13_0.<Start>b__0()", "HandshakeLab.Worker.WorkerLoop.Start (lambda)")]
    [InlineData("System.Net.Security.SslStream..ctor(class System.IO.Stream)", "System.Net.Security.SslStream..ctor")]
    [InlineData("", "")]
    public void Methods_have_the_names_of_their_source(string method, string name) => Assert.Equal(name, MethodName.Readable(method));
}
