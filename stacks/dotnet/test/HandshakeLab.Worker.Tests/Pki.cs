using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace HandshakeLab.Worker.Tests;

/// <summary>Root, one intermediate and a leaf in PEM files, made once for all tests.</summary>
public sealed class Pki : IDisposable
{
    public const string ServerName = "lab.test";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hslab-pki-");

    public Pki()
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var root = SelfSigned(rootKey, "CN=Test root");
        using var otherKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = SelfSigned(otherKey, "CN=Other root");
        using var middleKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var middle = Issue(new CertificateRequest("CN=Test intermediate", middleKey, HashAlgorithmName.SHA256), root, isAuthority: true);
        using var issuer = middle.CopyWithPrivateKey(middleKey);

        Write("root.pem", root.ExportCertificatePem());
        Write("other.pem", other.ExportCertificatePem());
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        WriteLeaf("ecdsa", new CertificateRequest("CN=leaf", ecdsa, HashAlgorithmName.SHA256), issuer, ecdsa.ExportPkcs8PrivateKeyPem());
        using var rsa = RSA.Create(2048);
        WriteLeaf("rsa", new CertificateRequest("CN=leaf", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1), issuer, rsa.ExportPkcs8PrivateKeyPem());
    }

    public string RootFile => File("root.pem");

    /// <summary>A root that has issued nothing.</summary>
    public string OtherRootFile => File("other.pem");

    public string ChainFile(string key = "ecdsa") => File($"{key}-chain.pem");

    public string KeyFile(string key = "ecdsa") => File($"{key}-key.pem");

    public void Dispose() => _folder.Delete(recursive: true);

    private static X509Certificate2 SelfSigned(ECDsa key, string subject)
    {
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
    }

    private static X509Certificate2 Issue(CertificateRequest request, X509Certificate2 issuer, bool isAuthority)
    {
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, true));
        var serial = RandomNumberGenerator.GetBytes(8);
        // The issuer's key may be of another kind than the subject's.
        var generator = X509SignatureGenerator.CreateForECDsa(issuer.GetECDsaPrivateKey()!);
        return request.Create(issuer.SubjectName, generator, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(7), serial);
    }

    private void WriteLeaf(string name, CertificateRequest request, X509Certificate2 issuer, string key)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(ServerName);
        names.AddDnsName($"*.{ServerName}");
        request.CertificateExtensions.Add(names.Build());
        using var leaf = Issue(request, issuer, isAuthority: false);
        Write($"{name}-chain.pem", $"{leaf.ExportCertificatePem()}\n{issuer.ExportCertificatePem()}\n");
        Write($"{name}-key.pem", key);
    }

    private void Write(string name, string text) => System.IO.File.WriteAllText(File(name), text);

    private string File(string name) => Path.Combine(_folder.FullName, name);
}
