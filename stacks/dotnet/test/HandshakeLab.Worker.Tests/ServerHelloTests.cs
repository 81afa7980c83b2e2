using HandshakeLab.Worker.Recording;

namespace HandshakeLab.Worker.Tests;

public sealed class ServerHelloTests
{
    private const string RetryRandom = "CF21AD74E59A6111BE1D8C021E65B891C2A211167ABB8C5E079E09E2C8A8339C";
    private const string Tls13 = "002B00020304";
    private const string ChangeCipherSpec = "140303000101";
    private const string Encrypted = "1703030004DEADBEEF";

    private static readonly string Random = new('7', 64);

    [Fact]
    public void A_full_handshake()
    {
        var bytes = Record(Hello(Random, "1301", Tls13, "00330024001D0020" + new string('A', 64))) + ChangeCipherSpec + Encrypted;
        Assert.Equal(new ServerHello(0x0304, 0x1301, 0x001d, Resumed: false, Retried: false), Find(bytes));
    }

    [Fact]
    public void A_resumption_behind_a_retry()
    {
        var bytes = Record(Hello(RetryRandom, "1302", Tls13, "003300020017")) + ChangeCipherSpec
            + Record(Hello(Random, "1302", Tls13, "003300060017000201FF", "002900020000")) + Encrypted;
        Assert.Equal(new ServerHello(0x0304, 0x1302, 0x0017, Resumed: true, Retried: true), Find(bytes));
    }

    [Fact]
    public void Tls_1_2_in_full_names_the_group_behind_the_certificates()
    {
        var messages = Hello(Random, "C02B") + Message("0B", new string('C', 4000)) + Message("0C", "03001D20" + new string('A', 64)) + Message("0E", "");
        var expected = new ServerHello(0x0303, 0xc02b, 0x001d, Resumed: false, Retried: false);
        Assert.Equal(expected, Find(Record(messages)));
        Assert.Equal(expected, Find(Record(messages[..600]) + Record(messages[600..1200]) + Record(messages[1200..])));
        // Without ServerKeyExchange (RSA key transport) there is no group; cut off, none is known.
        Assert.Equal(expected with { Group = null }, Find(Record(Hello(Random, "C02B") + Message("0B", "DEAD") + Message("0E", ""))));
        Assert.Equal(expected with { Group = null }, Find(Record(messages[..1200])));
    }

    [Fact]
    public void Tls_1_2_resumed_has_no_certificate()
    {
        var expected = new ServerHello(0x0303, 0xc02b, null, Resumed: true, Retried: false);
        Assert.Equal(expected, Find(Record(Hello(Random, "C02B")) + ChangeCipherSpec + Record("DEADBEEF")));
        Assert.Equal(expected, Find(Record(Hello(Random, "C02B")) + Record(Message("04", "000000000000")) + ChangeCipherSpec));
        Assert.Null(Find(Record(Hello(Random, "C02B")))); // Cut off before the message that tells.
    }

    [Fact]
    public void Before_TLS_1_3_there_may_be_no_extensions()
    {
        var body = "0303" + Random + "00" + "C02B" + "00";
        Assert.Equal(new ServerHello(0x0303, 0xc02b, null, Resumed: true, Retried: false), Find(Record(Message("02", body)) + ChangeCipherSpec));
    }

    [Fact]
    public void A_ticket_without_a_key_share()
    {
        var bytes = Record(Hello(Random, "1301", Tls13, "002900020000"));
        Assert.Equal(new ServerHello(0x0304, 0x1301, null, Resumed: true, Retried: false), Find(bytes));
    }

    [Fact]
    public void Every_cut_gives_nothing_but_never_fails()
    {
        var whole = Convert.FromHexString(Record(Hello(Random, "1301", Tls13, "00330024001D0020" + new string('A', 64))));
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.Null(ServerHello.Find(whole.AsSpan(0, length)));
        }
        Assert.NotNull(ServerHello.Find(whole));
    }

    [Theory]
    [InlineData("15030300020228")] // An alert.
    [InlineData("485454502F312E3120343030")] // HTTP.
    [InlineData("16030300050100000100")] // A ClientHello.
    public void What_is_no_ServerHello_gives_nothing(string bytes) => Assert.Null(Find(bytes));

    private static ServerHello? Find(string hex) => ServerHello.Find(Convert.FromHexString(hex));

    private static string Hello(string random, string suite, params string[] extensions)
    {
        var all = string.Concat(extensions);
        var body = "0303" + random + "02ABCD" + suite + "00" + Length(all, 2) + all;
        return Message("02", body);
    }

    private static string Message(string type, string body) => type + Length(body, 3) + body;

    private static string Record(string body) => "160303" + Length(body, 2) + body;

    private static string Length(string hex, int bytes) => (hex.Length / 2).ToString($"X{2 * bytes}", System.Globalization.CultureInfo.InvariantCulture);
}
