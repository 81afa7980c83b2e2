using System.Text.RegularExpressions;

namespace HandshakeLab.Profile;

/// <summary>Names of methods as their source has them.</summary>
internal static partial class MethodName
{
    /// <summary>
    /// Without arguments and type arguments, nested types by a dot, and what the compiler made out of a method by that method's name:
    /// <c>System.Net.Security.SslStream+&lt;ForceAuthenticationAsync&gt;d__159`1[X].MoveNext()</c> is <c>System.Net.Security.SslStream.ForceAuthenticationAsync</c>.
    /// </summary>
    public static string Readable(string method)
    {
        var arguments = method.IndexOf('(', StringComparison.Ordinal);
        var name = arguments < 0 ? method : method[..arguments];
        for (var shorter = TypeArguments().Replace(name, ""); shorter != name; shorter = TypeArguments().Replace(name, ""))
        {
            name = shorter; // Those inside go first.
        }
        name = Arity().Replace(name, "");
        name = StateMachine().Replace(name, "$1");
        name = Lambda().Replace(name, "$1 (lambda)");
        name = LocalFunction().Replace(name, "$1.$2");
        return name.Replace('+', '.');
    }

    [GeneratedRegex(@"\[[^\[\]]*\]")]
    private static partial Regex TypeArguments();

    [GeneratedRegex(@"`\d+")]
    private static partial Regex Arity();

    [GeneratedRegex(@"<(\w+)>d__\d+\.MoveNext$")]
    private static partial Regex StateMachine();

    [GeneratedRegex(@"<>c(?:__DisplayClass[\d_]+)?\.<(\w+)>b__[\d_]+$")]
    private static partial Regex Lambda();

    [GeneratedRegex(@"<(\w+)>g__(\w+)\|[\d_]+$")]
    private static partial Regex LocalFunction();
}
