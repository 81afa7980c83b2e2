using HandshakeLab.Worker.Machine;
using HandshakeLab.Worker.Protocol;
using HandshakeLab.Worker.Recording;
using HandshakeLab.Worker.Stack;

namespace HandshakeLab.Worker.Tests;

public sealed class FactsTests
{
    [Theory]
    [InlineData("0", new[] { 0 })]
    [InlineData("0-3,8", new[] { 0, 1, 2, 3, 8 })]
    [InlineData("\t2, 4-5 ", new[] { 2, 4, 5 })]
    public void Kernel_CPU_lists_are_read(string list, int[] cpus) => Assert.Equal(cpus, CpuMask.Parse(list));

    [Fact]
    public void The_own_mask_is_read() => Assert.NotEmpty(CpuMask.Read());

    [Theory]
    [InlineData(0x30000130, "3.0.19")]
    [InlineData(0x30500070, "3.5.7")]
    [InlineData(0x40000000, "4.0.0")]
    public void OpenSSL_versions_are_decoded(long number, string version) => Assert.Equal(version, OpenSsl.Decode(number).ToString());

    [Fact]
    public void OpenSSL_is_asked_for_its_groups() =>
        Assert.Equal(["P-256", "P-521"], OpenSsl.GroupsAmong(["P-256", "no such group", "P-521"]));

    [Fact]
    public void Groups_of_the_process_are_split() => Assert.Equal(["p256", "x25519"], ProcessGroups.Parse("p256, x25519"));

    [Theory]
    [InlineData("64", 64)]
    [InlineData("0", null)]
    [InlineData("-1", null)]
    [InlineData("many", null)]
    [InlineData(null, null)]
    public void The_size_of_the_session_cache_is_read_as_the_runtime_does(string? text, int? size) => Assert.Equal(size, SessionCache.Parse(text));

    [Fact]
    public void Time_moves_on()
    {
        Clock.Check();
        var (before, cpu) = (Clock.Now, ProcessUsage.ReadCpuNs());
        while (Clock.Now - before < 5_000_000)
        {
        }
        Assert.InRange(ProcessUsage.ReadCpuNs() - cpu, 500_000, long.MaxValue);
    }

    [Fact]
    public void Columns_are_named_as_in_the_protocol()
    {
        var client = Columns.Of(Role.Client, Hooks.Timing, Quantity.Ns).Select(slot => slot.ColumnName()).ToArray();
        string[] some = ["port", "lane", "alpn", "read0Start", "read5Bytes", "write3End", "connectEnd", "verifyStart", "verified", "intended", "laneFree"];
        Assert.Empty(some.Except(client));
        Assert.DoesNotContain("lane", Columns.Of(Role.Server, Hooks.Timing, Quantity.Ns).Select(slot => slot.ColumnName()));
        Assert.Equal(["port", "version", "suite", "alpn", "error", "start", "end"], Columns.Of(Role.Server, Hooks.Off, Quantity.Ns, exchanges: false).Select(slot => slot.ColumnName()));
        Assert.Equal(["requestRead", "responseSent"], Columns.Of(Role.Server, Hooks.Off, Quantity.Ns).Except(Columns.Of(Role.Server, Hooks.Off, Quantity.Ns, exchanges: false)).Select(slot => slot.ColumnName()));
        Assert.Equal(["name", "requestStart", "requestSent", "firstByte"], Columns.Of(Role.Client, Hooks.Timing, Quantity.Ns).Except(Columns.Of(Role.Client, Hooks.Timing, Quantity.Ns, exchanges: false, names: false)).Select(slot => slot.ColumnName()));
        Assert.Equal(["port", "start", "end"], Columns.Of(Role.Client, Hooks.Off, Quantity.Bytes).Select(slot => slot.ColumnName()));
    }

    [Fact]
    public void What_is_observed_is_not_also_named_as_missing()
    {
        Assert.Empty(Capabilities.Observes.Intersect(Capabilities.Not.Select(missing => missing.What)));
        Assert.Empty(Capabilities.Offers.Intersect(Capabilities.Not.Select(missing => missing.What)));
        Assert.All(Capabilities.Not, missing => Assert.StartsWith("https://", missing.Source, StringComparison.Ordinal));
    }

    [Fact]
    public void A_full_store_keeps_no_more()
    {
        var store = new SampleStore(1);
        var recorder = new Recorder();
        recorder.Reset(countsBytes: false);
        Assert.True(store.Add(recorder));
        Assert.False(store.Add(recorder));
        Assert.True(double.IsNaN(Columns.Cell(store, 0, Slot.VerifyStart, Quantity.Ns, epochNs: 7)));
    }

    [Fact]
    public void Recording_allocates_nothing()
    {
        var recorder = new Recorder();
        var data = new byte[4096];
        Record();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Record();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Record()
        {
            recorder.Reset(countsBytes: true);
            recorder.CountCalls();
            recorder.Begin();
            for (var i = 0; i < 10; i++)
            {
                recorder.AddRead(Clock.Now, recorder.AllocatedNow, data, keep: true);
                recorder.AddWrite(Clock.Now, recorder.AllocatedNow, data, keep: false);
            }
            recorder.Mark(Slot.End);
        }
    }
}
