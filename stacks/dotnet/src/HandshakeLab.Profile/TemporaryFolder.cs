namespace HandshakeLab.Profile;

/// <summary>A folder for nobody else's eyes (0700), which goes when the program does.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hslab-profile-");

    public string File(string name) => Path.Combine(_folder.FullName, name);

    public void Dispose()
    {
        try
        {
            _folder.Delete(recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // A signal and the end of the program may both have come.
        }
    }
}
